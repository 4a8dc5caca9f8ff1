import { mkdirSync } from "node:fs";
import { CosmicError } from "../../../errors.ts";
import { FullDisk } from "../../../full-disk.ts";
import type { IndexedDocument, SearchIndex } from "../search-index.ts";
import type { DenseCalls, ReaderCalls, WriterCalls } from "./calls.ts";
import { MOST_COMPONENTS } from "./dense/vector-blocks.ts";
import { toCosmicError } from "./faults.ts";
import { ThreadClient } from "./thread-client.ts";

export interface SqliteIndexOptions {
  /** Holds a file for each index. Made where it is missing; one process at a time may own it. */
  folder: string;
  /**
   * The most memory that vectors may take. Those of the users who search are kept in it; where they find no room,
   * each search reads them from the file.
   */
  vectorBytes?: number;
}

const VECTOR_BYTES = 256 * 1024 * 1024;

/**
 * A search index in SQLite files, searched exactly. Nothing blocks the calling thread: one thread writes, one has
 * the dense leg and one the rest, so that both legs of a hybrid query run at once.
 */
export function createSqliteIndex({ folder, vectorBytes = VECTOR_BYTES }: SqliteIndexOptions): SearchIndex {
  makeFolder(folder);
  const writer = new ThreadClient<WriterCalls>(new URL("./writer-thread.ts", import.meta.url), { folder });
  const reader = new ThreadClient<ReaderCalls>(new URL("./reader-thread.ts", import.meta.url), { folder });
  const dense = new ThreadClient<DenseCalls>(new URL("./dense-thread.ts", import.meta.url), {
    folder,
    vectorBytes,
  });
  writer.start();
  const disk = new FullDisk();

  return {
    create: async (index) => {
      checkDimension(index.dimension);
      await disk.watch(writer.call("create", index));
      // Not before: at the start of the service its cores have other things to do.
      reader.start();
      dense.start();
    },
    // Nobody else looks into the files.
    activate: async () => {},
    drop: async (indexId) => {
      await writer.call("drop", indexId);
      await Promise.all([reader.call("forget", indexId), dense.call("forget", indexId)]);
    },
    replace: (indexId, documents) => disk.watch(writer.call("replace", indexId, inOneBuffer(documents))),
    updateAttributes: (indexId, documentId, attributes) =>
      disk.watch(writer.call("updateAttributes", indexId, documentId, attributes)),
    remove: async (documents) => {
      if (!("userId" in documents)) return disk.watch(writer.call("remove", documents));
      while (await writer.call("removeUser", documents.userId));
    },
    searchDense: (indexId, query) =>
      dense.call("searchDense", indexId, { ...query, vector: ownVector(query.vector) }),
    searchLexical: (indexId, query) => reader.call("searchLexical", indexId, query),
    vectors: (indexId, documentIds) => reader.call("vectors", indexId, documentIds),
    listDocuments: (indexId, page) => reader.call("listDocuments", indexId, page),
    describe: (indexId) => reader.call("describe", indexId),
    fullDisk: () => disk.reason,
    countUser: (userId) => reader.call("countUser", userId),
    copyTo: async (target) => {
      await writer.call("copyTo", target);
      return true;
    },
    close: async () => {
      await Promise.all([reader.close(), dense.close()]);
      // Last, so that it can fold the log into the files.
      await writer.close();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (fault) {
    throw toCosmicError(fault, `The folder ${folder} of the search index`);
  }
}

function checkDimension(dimension: number): void {
  if (Number.isInteger(dimension) && dimension > 0 && dimension <= MOST_COMPONENTS) return;
  throw new CosmicError(
    "invalid_value",
    `The dimension of an index must be a whole number from 1 to ${MOST_COMPONENTS}.`,
  );
}

/** The vectors in a buffer of their own: one to carry over, and one for the garbage collectors of both threads. */
function inOneBuffer(documents: readonly IndexedDocument[]): IndexedDocument[] {
  const vectors = documents.flatMap(({ passages }) => passages.map(({ vector }) => vector));
  const all = new Float32Array(vectors.reduce((sum, vector) => sum + vector.length, 0));
  let end = 0;
  const copy = (vector: Float32Array) => {
    all.set(vector, end);
    end += vector.length;
    return all.subarray(end - vector.length, end);
  };
  return documents.map((document) => ({
    ...document,
    passages: document.passages.map((passage) => ({ ...passage, vector: copy(passage.vector) })),
  }));
}

/** A message carries the whole buffer that a vector lies in, which may be that of a batch. */
function ownVector(vector: Float32Array): Float32Array {
  return vector.byteLength === vector.buffer.byteLength ? vector : vector.slice();
}
