import { decrypt, encrypt } from "./aes-gcm.ts";

/** What stands in place of a text: version, id of the key, words of the text, and nonce, ciphertext and tag in base64url. */
const SEALED = /^sealed:1:([0-9a-f-]{36}):(\d{1,9}):([A-Za-z0-9_-]+)$/;

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

/** As the column `words` of the documents counts them. */
function countWords(text: string): number {
  return (text.match(/[ \n]/g)?.length ?? 0) + 1;
}
