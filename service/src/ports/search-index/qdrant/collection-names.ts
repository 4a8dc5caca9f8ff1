import { createHash } from "node:crypto";

/** The name of an index's collection: readable, and other for every other id. */
export function collectionName(prefix: string, indexId: string): string {
  const readable = indexId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60);
  const hash = createHash("sha256").update(indexId).digest("hex").slice(0, 12);
  return `${prefix}${readable}-${hash}`;
}

/** Whether a collection has a name as we give them. Others may begin with the same prefix. */
export function isOurs(prefix: string, name: string): boolean {
  return name.startsWith(prefix) && /^[a-z0-9-]{0,60}-[0-9a-f]{12}$/.test(name.slice(prefix.length));
}
