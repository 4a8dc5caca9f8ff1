import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import type { HubFile } from "./hub-client.ts";
import { damaged } from "./hub-errors.ts";

/**
 * Writes a file as it arrives and compares it with what the hub's listing says of it.
 *
 * @throws CosmicError `model_unreachable` if its size or its sha256 is another
 */
export async function writeChecked(
  body: AsyncIterable<Uint8Array>,
  file: HubFile,
  path: string,
  onBytes: (count: number) => void,
): Promise<void> {
  const hash = createHash("sha256");
  let size = 0;
  await mkdir(dirname(path), { recursive: true });
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.length;
        onBytes(chunk.length);
        yield chunk;
      }
    },
    // Flushed, so that after a power cut no renamed folder has files without their content.
    createWriteStream(path, { flush: true }),
  );
  if (size !== file.size) throw damaged(file.path, `${file.size} bytes`, `${size} or more`);
  const sha256 = hash.digest("hex");
  if (file.sha256 !== undefined && sha256 !== file.sha256) {
    throw damaged(file.path, `sha256 ${file.sha256}`, sha256);
  }
}
