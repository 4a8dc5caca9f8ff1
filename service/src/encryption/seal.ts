import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** What stands in place of a text: version, id of the key, words of the text, and nonce, ciphertext and tag in base64url. */
const SEALED = /^sealed:1:([0-9a-f-]{36}):(\d{1,9}):([A-Za-z0-9_-]+)$/;
const CIPHER = "aes-256-gcm";
/** NIST SP 800-38D, 8.2.2: a random nonce of 96 bits, for fewer than 2³² messages of one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Key {
  id: string;
  bytes: Buffer;
}

/** AES-256-GCM. An empty text stays empty: that a title is missing is no secret. */
export function seal(key: Key, text: string): string {
  if (text === "") return text;
  return `sealed:1:${key.id}:${countWords(text)}:${encrypt(key.bytes, Buffer.from(text), key.id).toString("base64url")}`;
}

/** The id of the key that a text is sealed with; undefined if it is not. */
export function keyIdOf(text: string): string | undefined {
  return text.startsWith("sealed:1:") ? SEALED.exec(text)?.[1] : undefined;
}

/** @throws Error if it was sealed with another key, or changed since */
export function unseal(key: Key, sealed: string): string {
  const data = SEALED.exec(sealed)?.[3];
  if (data === undefined) throw new Error("This text is not sealed.");
  return decrypt(key.bytes, Buffer.from(data, "base64url"), key.id).toString("utf8");
}

/** @param about what the bytes belong to: they cannot be put somewhere else unnoticed */
export function encrypt(key: Buffer, bytes: Buffer, about: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error if key or `about` are others than they were, or the bytes were changed */
export function decrypt(key: Buffer, bytes: Buffer, about: string): Buffer {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** As the column `words` of the documents counts them. */
function countWords(text: string): number {
  return (text.match(/[ \n]/g)?.length ?? 0) + 1;
}
