import { randomBytes } from "node:crypto";
import { CosmicError } from "../errors.ts";
import { decrypt, encrypt, KEY_BYTES } from "./aes-gcm.ts";

export const newKey = () => randomBytes(KEY_BYTES);

/**
 * A key encrypted with the first of the master keys.
 *
 * @param about what the key belongs to; it opens for nothing else
 */
export function wrapKey(masterKeys: readonly Buffer[], key: Buffer, about: string): Buffer {
  const [master] = masterKeys;
  if (!master) throw new CosmicError("invalid_configuration", "ENCRYPTION_KEY is empty.");
  return encrypt(master, key, about);
}

/** @throws CosmicError `invalid_configuration` if none of the master keys wrapped it */
export function unwrapKey(masterKeys: readonly Buffer[], wrapped: Buffer, about: string): Buffer {
  for (const master of masterKeys) {
    try {
      return decrypt(master, wrapped, about);
    } catch {
      // Another one may have wrapped it.
    }
  }
  throw new CosmicError(
    "invalid_configuration",
    "ENCRYPTION_KEY is not the one that what is here was encrypted with. Put that one behind it, after a comma.",
  );
}
