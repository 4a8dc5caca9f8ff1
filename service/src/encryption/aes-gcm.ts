import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** AES-256-GCM (NIST SP 800-38D). Lengths in bytes. */
const CIPHER = "aes-256-gcm";
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/**
 * Nonce, ciphertext and tag. The nonce is random (8.2.2: for fewer than 2³² messages of one key).
 *
 * @param about what the bytes belong to: they cannot be put somewhere else unnoticed
 */
export function encrypt(key: Buffer, bytes: Buffer, about: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([nonce, encryptWith(key, nonce, bytes, about)]);
}

/** @throws Error if key or `about` are others than they were, or the bytes were changed */
export function decrypt(key: Buffer, bytes: Buffer, about: string): Buffer {
  return decryptWith(key, bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES), about);
}

/**
 * Ciphertext and tag.
 *
 * @param nonce never used before with this key
 */
export function encryptWith(key: Buffer, nonce: Buffer, bytes: Buffer, about: string): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error if key, nonce or `about` are others than they were, or the bytes were changed */
export function decryptWith(key: Buffer, nonce: Buffer, bytes: Buffer, about: string): Buffer {
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(
    Buffer.from(about),
  );
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
}
