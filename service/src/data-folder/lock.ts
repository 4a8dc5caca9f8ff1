import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { CosmicError } from "../errors.ts";

const Owner = Type.Object({
  pid: Type.Integer(),
  /** Where the owner answers HTTP; a command that holds the folder for a moment has none. */
  address: Type.Union([Type.String(), Type.Null()]),
  /** With which a command asks the owner. Nobody else may read the file. */
  key: Type.Optional(Type.String()),
  command: Type.String(),
  since: Type.String(),
});
export type Owner = Static<typeof Owner>;

export interface FolderLock extends Disposable {
  /** Tells others where this process answers. */
  announce(address: string, key: string): void;
}

/**
 * Makes this process the only one that opens the data folder. PGlite opens a folder twice without a word
 * and corrupts it.
 *
 * The lock is SQLite's own, on a file of its own: the operating system holds it for the process, so it is
 * gone with the process however that ends.
 *
 * @throws CosmicError `data_folder_locked` that names the owner; `storage_full`, `storage_read_only`
 */
export function lockDataFolder(folder: string, command: string): FolderLock {
  const lock = openLock(folder);
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw lockedBy(folder, readOwner(folder), cause);
  }
  const ownerFile = join(folder, "owner.json");
  const announce = (address: string | null, key?: string) => {
    const since = new Date().toISOString();
    const owner: Owner = { pid: process.pid, address, command, since, ...(key === undefined ? {} : { key }) };
    writeFileSync(ownerFile, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  };
  announce(null);
  return {
    announce,
    [Symbol.dispose]() {
      rmSync(ownerFile, { force: true });
      lock.close();
    },
  };
}

/** Who holds the folder, or `undefined` if nobody does. What a crashed process left behind does not count. */
export function findOwner(folder: string): Owner | undefined {
  const owner = readOwner(folder);
  if (!owner) return undefined;
  const lock = openLock(folder);
  try {
    lock.exec("BEGIN EXCLUSIVE; ROLLBACK");
    return undefined;
  } catch {
    return owner;
  } finally {
    lock.close();
  }
}

function openLock(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new DatabaseSync(join(folder, "lock"));
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

function readOwner(folder: string): Owner | undefined {
  try {
    return Value.Parse(Owner, JSON.parse(readFileSync(join(folder, "owner.json"), "utf8")));
  } catch {
    return undefined;
  }
}

function lockedBy(folder: string, owner: Owner | undefined, cause: unknown): CosmicError {
  if (isReadOnly(cause)) return unwritable(folder, cause);
  const who = owner
    ? `process ${owner.pid} (cosmic ${owner.command}${owner.address ? `, answering at ${owner.address}` : ""})`
    : "another process";
  return new CosmicError(
    "data_folder_locked",
    `The data folder ${folder} is in use by ${who}. Stop it first, or set DATA_DIR to another folder.`,
    { cause },
  );
}

function isReadOnly(error: unknown): boolean {
  return error instanceof Error && /readonly|read-only/i.test(error.message);
}

function unwritable(folder: string, cause: unknown): CosmicError {
  const full = cause instanceof Error && /ENOSPC|disk (is )?full/i.test(cause.message);
  return new CosmicError(
    full ? "storage_full" : "storage_read_only",
    full
      ? `The disk of the data folder ${folder} is full. Free some space and start again.`
      : `The data folder ${folder} cannot be written to. Change its permissions, or set DATA_DIR to another folder.`,
    { cause },
  );
}
