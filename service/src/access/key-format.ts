import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

/** `ci_<id>_<secret><checksum>`: 12, 50 and 7 characters of a to z and 0 to 9. */
const FORMAT = /^ci_(?<id>[0-9a-f]{12})_(?<secret>[0-9a-z]{50})(?<checksum>[0-9a-z]{7})$/;
const ID_BYTES = 6;
/** 256 bits. */
const SECRET_BYTES = 32;
const SECRET_LENGTH = 50;
const CHECKSUM_LENGTH = 7;

export const newKeyId = () => randomBytes(ID_BYTES).toString("hex");

/**
 * A key of this id with a new secret. The prefix and the checksum let scanners for leaked secrets know one when they
 * see it, and typing mistakes be told from keys that are no more, without a question to the database.
 */
export function newKey(id: string): string {
  const number = BigInt(`0x${randomBytes(SECRET_BYTES).toString("hex")}`);
  const secret = number.toString(36).padStart(SECRET_LENGTH, "0");
  return `ci_${id}_${secret}${checksumOf(`${id}_${secret}`)}`;
}

/** The id of a key; undefined if the text is not a key at all. */
export function keyIdOf(text: string): string | undefined {
  const { id = "", secret = "", checksum } = FORMAT.exec(text)?.groups ?? {};
  return checksum === checksumOf(`${id}_${secret}`) ? id : undefined;
}

/**
 * What is kept of a secret. Of 256 random bits a plain SHA-256 is enough: slow hashes make guessing dear, and there is
 * nothing to guess.
 */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** Compares two hashes in a time that does not depend on where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function checksumOf(text: string): string {
  return crc32(text).toString(36).padStart(CHECKSUM_LENGTH, "0");
}
