import { createHash } from "node:crypto";
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

const EXTENSION = ".sqlite";

/** One file an index, so that dropping an index is quick and gives its space back. */
export function indexPath(folder: string, indexId: string): string {
  const readable = indexId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60);
  const hash = createHash("sha256").update(indexId).digest("hex").slice(0, 12);
  return join(folder, `${readable}-${hash}${EXTENSION}`);
}

export function listIndexPaths(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => join(folder, name));
}

export function indexExists(path: string): boolean {
  return existsSync(path);
}

export function deleteIndexFiles(path: string): void {
  // The log goes first: a log without its database is harmless, an old log beside a new database is not.
  for (const suffix of ["-wal", "-shm", "-journal", ""]) rmSync(path + suffix, { force: true });
}

/** Copies all indexes with their logs, which nobody may be writing meanwhile. */
export function copyIndexFiles(folder: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const path of listIndexPaths(folder)) {
    for (const file of [path, `${path}-wal`].filter((it) => existsSync(it))) {
      copyFileSync(file, join(target, basename(file)), constants.COPYFILE_FICLONE);
    }
  }
}
