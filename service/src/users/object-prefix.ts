import { createHash } from "node:crypto";

/**
 * What the keys of objects begin with that belong to one user, in any bucket: who stores such an object puts it here,
 * and erasing the user removes it. The id itself may have any characters and be too long for a key.
 */
export function userPrefix(userId: string): string {
  return `users/${createHash("sha256").update(userId).digest("hex")}/`;
}
