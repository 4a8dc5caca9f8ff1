import { readFileSync } from "node:fs";
import type { EnvReader } from "../env-reader.ts";
import { KEY_BYTES } from "./aes-gcm.ts";

/** Keys that wrap the keys of users and of files, 32 bytes each. The first wraps; all unwrap, so that a key can be replaced. */
export interface EncryptionConfig {
  masterKeys: readonly Buffer[];
}

/** With `ENCRYPTION_KEY`, or a file that holds it, text, title and metadata of documents are encrypted at rest, and files. */
export function readEncryptionConfig(read: EnvReader): EncryptionConfig | undefined {
  const text = read.optional("ENCRYPTION_KEY") ?? readKeyFile(read);
  if (text === undefined) return undefined;
  const masterKeys = text.split(",").map((part) => Buffer.from(part.trim(), "base64"));
  if (masterKeys.some(({ length }) => length !== KEY_BYTES)) {
    read.problem(
      "ENCRYPTION_KEY",
      `must be ${KEY_BYTES} bytes in base64, such as of: openssl rand -base64 ${KEY_BYTES}. Older keys may follow, behind commas`,
    );
  }
  return { masterKeys };
}

function readKeyFile(read: EnvReader): string | undefined {
  const file = read.optional("ENCRYPTION_KEY_FILE");
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    read.problem("ENCRYPTION_KEY_FILE", `cannot be read: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
