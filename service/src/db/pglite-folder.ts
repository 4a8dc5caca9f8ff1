import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { CosmicError } from "../errors.ts";
import { toCosmicError } from "../faults.ts";
import { copyTemplate, templateFolder } from "./pglite-template.ts";
import { PreparingPglite } from "./preparing-pglite.ts";

const SETTINGS = [
  // A quarter of what PostgreSQL takes by default: they are filled with zeros at every start, and what they do not
  // hold is in the cache of the system. 130 MB less memory, 0.1 s less to start.
  "shared_buffers=32MB",
  // ANALYZE reads 3,000 rows of a table instead of 30,000: nothing else runs meanwhile.
  "default_statistics_target=10",
];
const START = [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ["-c", setting])];

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
 * @throws CosmicError `storage_full` if there is no room to make it
 */
export async function openPgliteFolder(
  folder: string,
  compiled: CompiledPglite,
  template = templateFolder(),
): Promise<PGlite> {
  if (!existsSync(folder)) await makeFolder(folder, compiled, template);
  return open(folder, compiled);
}

async function makeFolder(folder: string, compiled: CompiledPglite, template: string): Promise<void> {
  // Under another name until it is whole: a crash in between must not leave half a database.
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  try {
    if (!copyTemplate(unfinished, template)) await (await open(unfinished, compiled)).close();
    await rename(unfinished, folder);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    if (!isDiskFull(cause)) throw cause;
    const message = `The disk has no room for a new database in ${folder}. Free some space: it takes 40 MB to begin with.`;
    throw new CosmicError("storage_full", message, { cause });
  }
}

/** ENOSPC in the numbers of WASI, which the file system in PGlite speaks. */
const WASI_NO_SPACE = 51;

function isDiskFull(fault: unknown): boolean {
  if (toCosmicError(fault).code === "storage_full") return true;
  // Not an Error there.
  return typeof fault === "object" && fault !== null && "errno" in fault && fault.errno === WASI_NO_SPACE;
}

async function open(dataDir: string, compiled: CompiledPglite): Promise<PGlite> {
  const pglite = new PreparingPglite({ dataDir, pgliteWasmModule: compiled, startParams: START });
  await pglite.waitReady;
  return pglite;
}
