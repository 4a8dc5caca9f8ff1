/** Names that Windows gives to devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/**
 * Path of a key below its bucket. Whatever some file system takes for something else is written as %xx:
 * capitals, which many do not tell from small letters, and the characters and names that Windows reserves.
 * Folders end in +, so that the keys `a` and `a/b` can both be there.
 */
export function pathOfKey(key: string): string {
  const parts = key.split("/").map(encode);
  const file = parts.pop() ?? "";
  return [...parts.map((part) => `${part}+`), file].join("/");
}

/** Undefined for what is no object: a file that something else left here. */
export function partOfName(name: string): { part: string; folder: boolean } | undefined {
  const folder = name.endsWith("+");
  const stem = folder ? name.slice(0, -1) : name;
  try {
    const part = decodeURIComponent(stem);
    return encode(part) === stem ? { part, folder } : undefined;
  } catch {
    return undefined;
  }
}

function encode(part: string): string {
  const safe = part.replaceAll(/[^a-z0-9._-]+/g, percent);
  return safe.replace(DEVICE, (name) => percent(name.slice(0, 1)) + name.slice(1)).replace(/\.$/, percent);
}

function percent(text: string): string {
  return Buffer.from(text).toString("hex").replaceAll(/../g, "%$&");
}
