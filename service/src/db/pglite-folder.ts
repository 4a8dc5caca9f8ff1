import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { freeBytes } from "../data-folder/free-bytes.ts";
import { CosmicError } from "../errors.ts";
import { copyTemplate } from "./pglite-template.ts";
import { PreparingPglite } from "./preparing-pglite.ts";

const SETTINGS = [
  // A quarter of what PostgreSQL takes by default: they are filled with zeros at every start, and what they do not
  // hold is in the cache of the system. 130 MB less memory, 0.1 s less to start.
  "shared_buffers=32MB",
  // ANALYZE reads 3,000 rows of a table instead of 30,000: nothing else runs meanwhile.
  "default_statistics_target=10",
];
const START = [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ["-c", setting])];

/** On the disk, before there is a row in it; of PGlite 0.5 it is 41 MB. */
const NEW_DATABASE_BYTES = 45_000_000;

export type CompiledPglite = NonNullable<PGliteOptions["pgliteWasmModule"]>;

// The types of WebAssembly come with those of the browser, which this program is not for.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<CompiledPglite> };

/** Compiles PGlite, on threads of the runtime: begun early, it is done when the database opens. */
export async function compilePglite(): Promise<CompiledPglite> {
  return WebAssembly.compile(
    await readFile(new URL("pglite.wasm", import.meta.resolve("@electric-sql/pglite"))),
  );
}

/**
 * Opens the database in a folder, and makes it first if it is not there.
 *
 * @param compiled what `compilePglite` gives
 * @param template in place of that of the install step
 * @throws CosmicError `storage_full` if there is no room to make it
 */
export async function openPgliteFolder(
  folder: string,
  compiled: CompiledPglite,
  template?: string,
): Promise<PGlite> {
  if (!existsSync(folder)) await makeFolder(folder, compiled, template);
  return open(folder, compiled);
}

async function makeFolder(folder: string, compiled: CompiledPglite, template?: string): Promise<void> {
  // Under another name until it is whole: a crash in between must not leave half a database.
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  try {
    if (!copyTemplate(unfinished, template)) await (await open(unfinished, compiled)).close();
    await rename(unfinished, folder);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    // What was thrown does not tell: copying says EIO, PGlite a number of WASI.
    if ((await freeBytes(dirname(folder))) > NEW_DATABASE_BYTES) throw cause;
    const message = `The disk has no room for a new database in ${folder}. Free some space: it takes 45 MB to begin with.`;
    throw new CosmicError("storage_full", message, { cause });
  }
}

async function open(dataDir: string, compiled: CompiledPglite): Promise<PGlite> {
  const pglite = new PreparingPglite({ dataDir, pgliteWasmModule: compiled, startParams: START });
  await pglite.waitReady;
  return pglite;
}
