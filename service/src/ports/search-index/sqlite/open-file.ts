import { DatabaseSync } from "node:sqlite";
import { CosmicError } from "../../../errors.ts";
import { indexExists } from "./index-files.ts";
import { integer } from "./rows.ts";
import { LAYOUT, SCHEMA } from "./schema.ts";

const BUSY_TIMEOUT_MS = 10_000;
const CACHE_KB = 32_768;

/**
 * A page takes five vectors of 384 components, where one of 4 KB takes two. The log is bounded: a checkpoint every
 * 16 MB, and what it leaves behind is cut to 64 MB. What is deleted is written over with zeros.
 */
const WRITER_PRAGMAS = `
PRAGMA page_size = 8192;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA wal_autocheckpoint = 2048;
PRAGMA journal_size_limit = 67108864;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
`;

export interface OpenIndex {
  database: DatabaseSync;
  dimension: number;
}

/** Opens an index for writing, and makes its tables if the file is new. */
export function createIndexFile(path: string, indexId: string, dimension: number): OpenIndex {
  const database = openDatabase(path, false);
  try {
    database.exec(`${WRITER_PRAGMAS} BEGIN IMMEDIATE`);
    if (isEmpty(database)) {
      database.exec(SCHEMA);
      database.prepare("INSERT INTO meta VALUES (?, ?, ?)").run(LAYOUT, indexId, dimension);
    }
    database.exec("COMMIT");
    const made = readDimension(database);
    if (made === dimension) return { database, dimension };
    throw new CosmicError(
      "dimension_mismatch",
      `The index "${indexId}" holds vectors of ${made} components, not ${dimension}.`,
    );
  } catch (fault) {
    database.close();
    throw fault;
  }
}

export function openIndexFile(path: string, mode: "read" | "write"): OpenIndex {
  if (!indexExists(path)) {
    throw new CosmicError(
      "index_unavailable",
      "There is no such index: make it with `cosmic recreate-index`.",
    );
  }
  const database = openDatabase(path, mode === "read");
  try {
    if (mode === "write") database.exec(WRITER_PRAGMAS);
    return { database, dimension: readDimension(database) };
  } catch (fault) {
    database.close();
    throw fault;
  }
}

/**
 * Folds the log into the file and cuts it to nothing, so that what was deleted is not in it either. A search that runs
 * may keep it from that; then it is the next checkpoint that writes over it.
 *
 * @returns whether the log is empty
 */
export function emptyLog(database: DatabaseSync): boolean {
  return database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.busy === 0;
}

function openDatabase(path: string, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS });
  database.exec(`PRAGMA cache_size = -${CACHE_KB}`);
  return database;
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
}

function readDimension(database: DatabaseSync): number {
  const row = database.prepare("SELECT layout, dimension FROM meta").get();
  if (!row || row.layout !== LAYOUT) throw new Error("its layout is not that of this version");
  return integer(row.dimension);
}
