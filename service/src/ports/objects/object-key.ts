import { CosmicError } from "../../errors.ts";

/** What S3 allows, in bytes of UTF-8. */
const LONGEST_KEY = 1024;

/**
 * Refuses keys that mean something else to one store than to another.
 *
 * @throws CosmicError `invalid_value`
 */
export function checkKey(key: string): void {
  const problem = problemOf(key);
  if (problem) throw new CosmicError("invalid_value", `The object key ${JSON.stringify(key)} ${problem}.`);
}

/** Whether keys can begin so; some stores refuse to look for others. */
export function canBeginKey(prefix: string): boolean {
  const whole = prefix.split("/").slice(0, -1);
  return (
    prefix.isWellFormed() && !prefix.includes("\0") && !whole.some((part) => ["", ".", ".."].includes(part))
  );
}

function problemOf(key: string): string | undefined {
  if (key === "") return "is empty";
  if (Buffer.byteLength(key) > LONGEST_KEY) return `is longer than ${LONGEST_KEY} bytes`;
  if (!key.isWellFormed()) return "has half of a surrogate pair in it";
  if (key.includes("\0")) return "has a NUL in it";
  const parts = key.split("/");
  if (parts.includes("")) return "begins or ends with a slash, or has two in a row";
  if (parts.some((part) => part === "." || part === "..")) return "has . or .. as a part";
  return undefined;
}
