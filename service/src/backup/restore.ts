import { createReadStream, existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { unpackTar } from "modern-tar/fs";
import { v4 } from "uuid";
import { lockDataFolder } from "../data-folder/lock.ts";
import { CosmicError } from "../errors.ts";
import { faultReason, toCosmicError } from "../faults.ts";
import { MANIFEST, type Manifest, PARTS, parseManifest, verifyFolder } from "./manifest.ts";

export interface RestoreOptions {
  /** In place of what is in the folder, which is moved aside. */
  force: boolean;
  onProgress(what: "reading" | "checking", done: number, total: number): void;
  signal?: AbortSignal;
}

export interface Restored {
  manifest: Manifest;
  /** Where the data of before has been moved; undefined if there was none. */
  before: string | undefined;
}

/**
 * Makes a data folder of a backup. It is unpacked and checked beside the folder, and takes its place by a rename: until
 * then nothing is changed, and after it everything is.
 *
 * @throws CosmicError `backup_invalid`, and nothing is changed; `data_folder_not_empty` for a folder with data in it and no `force`;
 * `data_folder_locked` while a process uses it
 */
export async function restoreBackup(
  file: string,
  folder: string,
  options: RestoreOptions,
): Promise<Restored> {
  const dataFolder = resolve(folder);
  refuseData(dataFolder, options.force);
  const unpacked = `${dataFolder}.restoring-${v4()}`;
  try {
    const manifest = await unpackWhole(file, unpacked, dataFolder, options);
    return { manifest, before: await takePlace(unpacked, dataFolder) };
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** Nobody may begin to use the folder meanwhile. */
async function unpackWhole(
  file: string,
  unpacked: string,
  dataFolder: string,
  options: RestoreOptions,
): Promise<Manifest> {
  using _lock = lockDataFolder(dataFolder, "restore");
  await mkdir(unpacked, { mode: 0o700 });
  await unpack(file, unpacked, options);
  const manifest = parseManifest(await readManifest(unpacked));
  await verifyFolder(unpacked, manifest, (done, total) => options.onProgress("checking", done, total));
  options.signal?.throwIfAborted();
  await rm(join(unpacked, MANIFEST));
  return manifest;
}

/** @returns where the data of before is now, if there was any */
async function takePlace(unpacked: string, dataFolder: string): Promise<string | undefined> {
  const replaces = hasData(dataFolder);
  // Downloaded models are no part of a backup.
  const models = join(dataFolder, "models");
  if (existsSync(models)) await rename(models, join(unpacked, "models"));
  const before = `${dataFolder}.before-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  await rename(dataFolder, before);
  await rename(unpacked, dataFolder);
  if (replaces) return before;
  await rm(before, { recursive: true });
  return undefined;
}

function refuseData(dataFolder: string, force: boolean): void {
  if (force || !hasData(dataFolder)) return;
  const message = `There is data in ${dataFolder} already. Name another folder with --into, or say --force: then what is there is moved aside.`;
  throw new CosmicError("data_folder_not_empty", message);
}

function hasData(dataFolder: string): boolean {
  return PARTS.some((part) => existsSync(join(dataFolder, part)));
}

async function unpack(file: string, folder: string, { onProgress, signal }: RestoreOptions): Promise<void> {
  const compressed = createReadStream(file);
  compressed.on("data", () => onProgress("reading", compressed.bytesRead, 0));
  const wanted = new Set<string>([...PARTS, MANIFEST]);
  const target = unpackTar(folder, {
    // Of an archive that somebody else made nothing but these is taken, and no links.
    filter: ({ name, type }) =>
      (type === "file" || type === "directory") && wanted.has(name.split("/")[0] ?? ""),
    dmode: 0o700,
    fmode: 0o600,
  });
  try {
    await pipeline(compressed, createGunzip(), target, signal ? { signal } : {});
  } catch (cause) {
    signal?.throwIfAborted();
    const known = toCosmicError(cause);
    if (known.code !== "internal") throw known;
    throw new CosmicError("backup_invalid", `${file} cannot be read as a backup: ${faultReason(cause)}.`, {
      cause,
    });
  }
}

async function readManifest(folder: string): Promise<string> {
  return readFile(join(folder, MANIFEST), "utf8").catch(() => "");
}
