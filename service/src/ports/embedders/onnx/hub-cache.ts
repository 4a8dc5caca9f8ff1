import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { v4 } from "uuid";
import type { HubFile } from "./hub-client.ts";
import { DESCRIBED_BY, type ModelKind } from "./hub-files.ts";
import { WEIGHT_FILES } from "./model-files.ts";
import { folderName } from "./model-folder.ts";

/** Which commit a revision stood at when it was first asked for. */
const Pin = Type.Object({ name: Type.String(), revision: Type.String(), commit: Type.String() });

const COMMIT = /^[0-9a-f]{40}$/;
const PARTIAL = ".partial-";
/** A download touches its folder this often; one that no longer does belongs to a process that died. */
const TOUCH_EVERY_MS = 10_000;
const ABANDONED_AFTER_MS = 60_000;

/** Models on disk, one folder a commit, which appears only when it is whole. Several processes may share it. */
export class ModelCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  folderOf(name: string, commit: string): string {
    return join(this.#folder, `${folderName(name)}@${commit}`);
  }

  /** The commit to use for a revision; `undefined` when it was never resolved or its folder was deleted. */
  async pinned(name: string, revision: string): Promise<string | undefined> {
    if (COMMIT.test(revision)) return revision;
    const pin = await readPin(this.#pinFile(name, revision));
    // Checked, because some file systems take `A` and `a` for the same name.
    if (pin?.name !== name || pin.revision !== revision) return undefined;
    return (await exists(this.folderOf(name, pin.commit))) ? pin.commit : undefined;
  }

  /** A file each, so that two processes never write over each other's. */
  async pin(name: string, revision: string, commit: string): Promise<void> {
    if (COMMIT.test(revision)) return;
    const file = this.#pinFile(name, revision);
    const pin: Static<typeof Pin> = { name, revision, commit };
    await mkdir(dirname(file), { recursive: true });
    const unfinished = `${file}.${v4()}`;
    await writeFile(unfinished, `${JSON.stringify(pin)}\n`, { flush: true });
    await rename(unfinished, file);
  }

  /** Whether the folder can be used as it is. */
  async holds(
    name: string,
    commit: string,
    kind: ModelKind,
    weightFile: string | undefined,
  ): Promise<boolean> {
    const has = (path: string) => exists(join(this.folderOf(name, commit), path));
    const described = await Promise.all(DESCRIBED_BY[kind].map(has));
    const weights = await Promise.all((weightFile === undefined ? WEIGHT_FILES : [weightFile]).map(has));
    return !described.includes(false) && weights.includes(true);
  }

  /** Those files that the folder does not have yet: all, unless only other weights are wanted. */
  async missing(name: string, commit: string, files: readonly HubFile[]): Promise<HubFile[]> {
    const there = await Promise.all(
      files.map((file) => exists(join(this.folderOf(name, commit), file.path))),
    );
    return files.filter((_, position) => !there[position]);
  }

  /** A folder to download into, gone when it is disposed of. */
  async openPartial(): Promise<{ folder: string } & AsyncDisposable> {
    await mkdir(this.#folder, { recursive: true });
    await this.#removeAbandoned();
    const folder = await mkdtemp(join(this.#folder, PARTIAL));
    const touch = setInterval(() => {
      const now = new Date();
      utimes(folder, now, now).catch(() => {});
    }, TOUCH_EVERY_MS);
    return {
      folder,
      async [Symbol.asyncDispose]() {
        clearInterval(touch);
        await rm(folder, { recursive: true, force: true });
      },
    };
  }

  /** @param files in an order in which the folder may be seen with only some of them added */
  async place(partial: string, name: string, commit: string, files: readonly HubFile[]): Promise<void> {
    const folder = this.folderOf(name, commit);
    await Promise.all(files.map((file) => access(join(partial, file.path))));
    if (!(await exists(folder))) {
      const moved = await rename(partial, folder).then(
        () => true,
        () => false,
      );
      if (moved) return;
    }
    // The folder is there: from another process meanwhile, or from before, with other weights.
    for (const file of files) {
      await mkdir(dirname(join(folder, file.path)), { recursive: true });
      await rename(join(partial, file.path), join(folder, file.path));
    }
  }

  async #removeAbandoned(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.startsWith(PARTIAL));
    for (const folder of names.map((name) => join(this.#folder, name))) {
      if (Date.now() - (await lastTouched(folder)) > ABANDONED_AFTER_MS) {
        await rm(folder, { recursive: true, force: true });
      }
    }
  }

  #pinFile(name: string, revision: string): string {
    return join(this.#folder, "revisions", `${folderName(name)}@${encodeURIComponent(revision)}.json`);
  }
}

async function readPin(file: string): Promise<Static<typeof Pin> | undefined> {
  try {
    return Value.Parse(Pin, JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

async function lastTouched(folder: string): Promise<number> {
  // What another process removes meanwhile counts as just touched.
  return stat(folder).then((info) => info.mtimeMs, Date.now);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
