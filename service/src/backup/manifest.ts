import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import journal from "../db/migrations/meta/_journal.json" with { type: "json" };
import { CosmicError } from "../errors.ts";
import { VERSION } from "../version.ts";

/** Raised when a backup of before can no longer be read. */
const FORMAT = 1;
/** The entry of a backup that says what it holds. */
export const MANIFEST = "manifest.json";
/** Folders of a backup, as they are called in the data folder. Of those on servers there is none. */
export const PARTS = ["database", "index", "objects"] as const;
export type Part = (typeof PARTS)[number];

/** Bytes that are read at once. */
export const PIECE = 256 * 1024;

const LAST_MIGRATION = Math.max(...journal.entries.map(({ when }) => when));

export const Manifest = Type.Object({
  format: Type.Literal(FORMAT),
  /** Of the program that made it. */
  version: Type.String(),
  /** Time stamp of the newest migration of its schema. */
  migration: Type.Integer(),
  created_at: Type.String({ format: "date-time" }),
  parts: Type.Array(Type.Enum([...PARTS])),
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      bytes: Type.Integer(),
      sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    }),
  ),
});
export type Manifest = Static<typeof Manifest>;

export function newManifest(parts: readonly Part[], createdAt: Date, files: Manifest["files"]): Manifest {
  return {
    format: FORMAT,
    version: VERSION,
    migration: LAST_MIGRATION,
    created_at: createdAt.toISOString(),
    parts: [...parts],
    files,
  };
}

/** @throws CosmicError `backup_invalid` for what is no manifest, or one of a program that is newer than this */
export function parseManifest(text: string): Manifest {
  const value = parseJson(text);
  if (!Value.Check(Manifest, value)) {
    const message =
      "This is no backup of Cosmic Insights, or one of a format that this version does not know.";
    throw new CosmicError("backup_invalid", message);
  }
  if (value.migration <= LAST_MIGRATION) return value;
  const message = `The backup was made by version ${value.version}, whose database is newer than that of this version (${VERSION}). Restore it with that one or a later one.`;
  throw new CosmicError("backup_invalid", message);
}

/**
 * Compares the files of a folder with what its manifest says of them.
 *
 * @throws CosmicError `backup_invalid` that names a file that is missing, differs, or should not be there
 */
export async function verifyFolder(
  folder: string,
  { files }: Manifest,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const found = new Set((await contentsOf(folder)).files);
  let done = 0;
  for (const { path, bytes, sha256 } of files) {
    if (!found.delete(path)) throw damaged(`${path} is missing`);
    const actual = await digest(join(folder, path));
    if (actual.bytes !== bytes || actual.sha256 !== sha256)
      throw damaged(`${path} is not what was backed up`);
    done += bytes;
    onProgress(done, total);
  }
  const [other] = found;
  if (other !== undefined) throw damaged(`nothing is said of ${other}`);
}

function damaged(what: string): CosmicError {
  return new CosmicError("backup_invalid", `The backup is damaged: ${what}. Nothing was changed.`);
}

/** Paths of all folders and files of a backup, with slashes, in order; those above before those below. */
export async function contentsOf(folder: string): Promise<{ folders: string[]; files: string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const pathsOf = (kind: typeof entries) =>
    kind
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, "/"))
      .filter((path) => path !== MANIFEST)
      .sort();
  return {
    folders: pathsOf(entries.filter((entry) => entry.isDirectory())),
    files: pathsOf(entries.filter((entry) => entry.isFile())),
  };
}

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
