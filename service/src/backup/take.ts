import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { copyFile, link, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { takeTurns } from "../turns.ts";
import type { Part } from "./manifest.ts";

/** Where the copy lies until it is sent: in the data folder, on the disk that the originals are on. One at a time. */
const STAGING = ".backup";

/** Bytes up to which a file is copied at once. */
const SMALL = 1024 * 1024;

/** A copy of all that is kept here, as it was at one moment. Disposing it deletes the copy. */
export interface TakenBackup extends AsyncDisposable {
  /** Holds the parts. */
  folder: string;
  parts: readonly Part[];
  createdAt: Date;
}

/**
 * Copies what this process keeps, while everything goes on. Only for the time of copying the files of database and
 * index, both as they are at the same moment, do writes and queries wait.
 *
 * @throws CosmicError `backup_running` while another backup is taken; `backup_unsupported` where the database is on a server
 */
export async function takeBackup(context: Context): Promise<TakenBackup> {
  const { config, database, searchIndex } = context;
  const { engine } = database;
  if (engine.kind !== "pglite" || config.database.kind !== "pglite") {
    const message =
      "The database is on a server, which has backups of its own: see docs/operations.md, Backup and restore.";
    throw new CosmicError("backup_unsupported", message);
  }
  const folder = join(config.dataFolder, STAGING);
  await makeFirst(folder);
  await using made = new AsyncDisposableStack();
  made.defer(() => rm(folder, { recursive: true, force: true }));
  const parts: Part[] = ["database"];
  const createdAt = new Date();
  const from = config.database.folder;
  // What the log holds need not be gone through when the copy is opened.
  await engine.pglite.exec("CHECKPOINT");
  await engine.pglite.runExclusive(async () => {
    await copyFolder(from, join(folder, "database"));
    if (await searchIndex.copyTo(join(folder, "index"))) parts.push("index");
  });
  if (config.objects.kind === "folder") {
    await copyObjects(config.objects.folder, join(folder, "objects"));
    parts.push("objects");
  }
  const kept = made.move();
  return { folder, parts, createdAt, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** What a crash left of an earlier one; the process has the folder to itself, so nobody is at it. */
export async function removeUnfinishedBackup(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, STAGING), { recursive: true, force: true });
}

async function makeFirst(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    if (!existsSync(folder)) throw cause;
    const message = "A backup is being taken already. Try again when it is done.";
    throw new CosmicError("backup_running", message, { cause });
  }
}

/** Nobody may write to it meanwhile. */
async function copyFolder(from: string, to: string): Promise<void> {
  const turn = takeTurns();
  mkdirSync(to);
  // Folders come before what is in them.
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, path));
    if (entry.isDirectory()) mkdirSync(target, { recursive: true });
    else if (statSync(path).size <= SMALL) copyFileSync(path, target, constants.COPYFILE_FICLONE);
    else await copyFile(path, target, constants.COPYFILE_FICLONE);
    await turn();
  }
}

/** Objects are never changed, only replaced whole, so another name for the same file is a copy that stays. */
async function copyObjects(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(from, path);
    // Not whole yet.
    if (name.startsWith(".")) continue;
    const target = join(to, name);
    if (entry.isDirectory()) await mkdir(target, { recursive: true });
    if (entry.isFile()) await linkOrCopy(path, target);
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await link(from, to);
  } catch {
    // Deleted meanwhile, which is no fault, or on a file system without links.
    if (existsSync(from)) await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}
