import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Names of the files in a folder, at any depth, that hold this text. */
export async function filesHolding(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.of());
    if (content.includes(text)) found.push(entry.name);
  }
  return found;
}
