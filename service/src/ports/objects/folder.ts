import { createWriteStream } from "node:fs";
import { link, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { v4 } from "uuid";
import { CosmicError } from "../../errors.ts";
import { partOfName, pathOfKey } from "./file-name.ts";
import { checkKey } from "./object-key.ts";
import { BUCKETS, type Bucket, type ObjectInfo, type Objects, type PutOptions } from "./objects.ts";
import { codeOf, storageError } from "./storage-error.ts";

/** Where objects are written until they are whole; inside the folder, so that a rename is enough. */
const PARTIAL = ".partial";

/** What common file systems take, in bytes. */
const LONGEST_NAME = 255;

/**
 * Objects as files of a folder, which belongs to this process alone: what an earlier one left unfinished
 * is removed.
 */
export async function createFolderObjects(folder: string): Promise<Objects> {
  const partial = join(folder, PARTIAL);
  await storing(async () => {
    await rm(partial, { recursive: true, force: true });
    for (const path of [partial, ...BUCKETS.map((bucket) => join(folder, bucket))]) {
      await mkdir(path, { recursive: true });
    }
  });

  return {
    async put(bucket, key, body, options = {}) {
      const path = pathOf(bucket, key);
      return storing(() => put(path, body, options));
    },

    async get(bucket, key) {
      // Opened before it is returned, so that an object replaced meanwhile is still read whole.
      const file = await ifThere(open(pathOf(bucket, key)));
      return file?.createReadStream();
    },

    async head(bucket, key) {
      const path = pathOf(bucket, key);
      return ifThere(infoOf(key, path));
    },

    async delete(bucket, key) {
      const path = pathOf(bucket, key);
      await storing(async () => {
        await rm(path, { force: true });
        await sync(dirname(path));
      });
    },

    list: (bucket, prefix) => walk(join(folder, bucket), "", prefix),

    async link(_bucket, key) {
      checkKey(key);
      return undefined;
    },

    async check() {
      const path = join(partial, `check-${v4()}`);
      await storing(() => put(path, Readable.from(["written to see whether it can be"]), {}));
      await storing(() => rm(path));
    },

    async close() {},
  };

  function pathOf(bucket: Bucket, key: string): string {
    checkKey(key);
    const names = pathOfKey(key).split("/");
    if (names.some((name) => name.length > LONGEST_NAME)) {
      throw new CosmicError(
        "invalid_value",
        `The object key ${key} has a part that is too long for a file name.`,
      );
    }
    return join(folder, bucket, ...names);
  }

  async function put(path: string, body: Readable, { ifAbsent, signal }: PutOptions): Promise<boolean> {
    if (ifAbsent && (await ifThere(stat(path)))) {
      body.destroy();
      return false;
    }
    const unfinished = join(partial, v4());
    try {
      const file = createWriteStream(unfinished, { flags: "wx", flush: true });
      await pipeline(body, file, signal ? { signal } : {});
      signal?.throwIfAborted();
      return await (ifAbsent ? placeIfAbsent(unfinished, path) : place(unfinished, path));
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  async function storing<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw storageError(error, folder);
    }
  }
}

async function place(unfinished: string, path: string): Promise<true> {
  await mkdir(dirname(path), { recursive: true });
  await rename(unfinished, path);
  await sync(dirname(path));
  return true;
}

/** A link fails where a rename would replace, so of two that put at once only one succeeds. */
async function placeIfAbsent(unfinished: string, path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await link(unfinished, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  await sync(dirname(path));
  return true;
}

/** Makes the entries of a folder survive a power cut, where the system can do that. */
async function sync(path: string): Promise<void> {
  if (sep === "\\") return;
  const folder = await ifThere(open(path));
  try {
    await folder?.sync();
  } finally {
    await folder?.close();
  }
}

async function* walk(path: string, above: string, prefix: string): AsyncGenerator<ObjectInfo> {
  for (const { name, key, folder } of await entriesOf(path, above)) {
    if (folder) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* walk(join(path, name), key, prefix);
    } else if (key.startsWith(prefix)) {
      const info = await ifThere(infoOf(key, join(path, name)));
      if (info) yield info;
    }
  }
}

/** With the slash that follows a folder's name in a key, entries sort as the keys below them do. */
async function entriesOf(path: string, above: string) {
  const names = (await ifThere(readdir(path))) ?? [];
  return names
    .flatMap((name) => {
      const entry = partOfName(name);
      return entry
        ? { name, key: `${above}${entry.part}${entry.folder ? "/" : ""}`, folder: entry.folder }
        : [];
    })
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

async function infoOf(key: string, path: string): Promise<ObjectInfo> {
  const { size, mtime } = await stat(path);
  return { key, size, modified: mtime };
}

async function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
