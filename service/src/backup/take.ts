import { constants } from "node:fs";
import { access, copyFile, cp, link, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { v4 } from "uuid";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { describeFolder, MANIFEST, type Part } from "./manifest.ts";

/** Where copies lie until they are sent: in the data folder, on the disk that the originals are on. */
const STAGING = ".backup-";

/** A copy of all that is kept here, as it was at one moment. Disposing it deletes the copy. */
export interface TakenBackup extends AsyncDisposable {
  /** Holds the parts, and the manifest beside them. */
  folder: string;
  parts: readonly Part[];
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
  if (engine.kind !== "pglite" || config.database.kind !== "pglite" || config.database.folder === undefined) {
    const message =
      "The database is on a server, which has backups of its own: see docs/operations.md, Backup and restore.";
    throw new CosmicError("backup_unsupported", message);
  }
  await refuseSecond(config.dataFolder);
  const folder = join(config.dataFolder, `${STAGING}${v4()}`);
  await using made = new AsyncDisposableStack();
  made.defer(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { mode: 0o700 });
  const parts: Part[] = ["database"];
  const createdAt = new Date();
  const from = config.database.folder;
  // What the log holds need not be gone through when the copy is opened.
  await engine.pglite.exec("CHECKPOINT");
  await engine.pglite.runExclusive(async () => {
    const index = join(folder, "index");
    const [hasIndex] = await Promise.all([
      searchIndex.copyTo(index),
      cp(from, join(folder, "database"), { recursive: true, mode: constants.COPYFILE_FICLONE }),
    ]);
    if (hasIndex) parts.push("index");
  });
  if (config.objects.kind === "folder") {
    await copyObjects(config.objects.folder, join(folder, "objects"));
    parts.push("objects");
  }
  const manifest = await describeFolder(folder, parts, createdAt);
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest));
  const kept = made.move();
  return { folder, parts, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** What a crash left of an earlier one; the process has the folder to itself, so nobody is at it. */
export async function removeUnfinishedBackups(dataFolder: string): Promise<void> {
  for (const name of await stagingIn(dataFolder)) {
    await rm(join(dataFolder, name), { recursive: true, force: true });
  }
}

async function refuseSecond(dataFolder: string): Promise<void> {
  if ((await stagingIn(dataFolder)).length === 0) return;
  throw new CosmicError("backup_running", "A backup is being taken already. Try again when it is done.");
}

async function stagingIn(dataFolder: string): Promise<string[]> {
  return (await readdir(dataFolder)).filter((name) => name.startsWith(STAGING));
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
    if (await exists(from)) await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
