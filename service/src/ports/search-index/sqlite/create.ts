import { mkdirSync } from "node:fs";
import { CosmicError } from "../../../errors.ts";
import type { IndexedDocument, SearchIndex } from "../search-index.ts";
import type { ReaderCalls, WriterCalls } from "./calls.ts";
import { toCosmicError } from "./faults.ts";
import { ThreadClient } from "./thread-client.ts";

export interface SqliteIndexOptions {
  /** Holds a file for each index. Made where it is missing; one process at a time may own it. */
  folder: string;
  /** Threads that search. Two let both legs of a hybrid query run at once. */
  readers?: number;
}

/**
 * A search index in SQLite files, searched exactly. Nothing blocks the calling thread: one thread writes, others
 * search what has been committed.
 */
export function createSqliteIndex({ folder, readers = 2 }: SqliteIndexOptions): SearchIndex {
  makeFolder(folder);
  const writer = new ThreadClient<WriterCalls>(new URL("./writer-thread.ts", import.meta.url), { folder });
  const searchers = Array.from(
    { length: Math.max(1, readers) },
    () => new ThreadClient<ReaderCalls>(new URL("./reader-thread.ts", import.meta.url), { folder }),
  );
  const searcher = () => searchers.reduce((a, b) => (b.inFlight < a.inFlight ? b : a));

  return {
    create: async (index) => {
      checkDimension(index.dimension);
      await writer.call("create", index);
    },
    drop: async (indexId) => {
      await writer.call("drop", indexId);
      await Promise.all(searchers.map((reader) => reader.call("forget", indexId)));
    },
    replace: (indexId, documents) => writer.call("replace", indexId, documents.map(withOwnVectors)),
    updateAttributes: (indexId, documentId, attributes) =>
      writer.call("updateAttributes", indexId, documentId, attributes),
    remove: (documentIds) => writer.call("remove", documentIds),
    searchDense: (indexId, query) =>
      searcher().call("searchDense", indexId, { ...query, vector: ownVector(query.vector) }),
    searchLexical: (indexId, query) => searcher().call("searchLexical", indexId, query),
    vectors: (indexId, documentIds) => searcher().call("vectors", indexId, documentIds),
    listDocuments: (indexId, page) => searcher().call("listDocuments", indexId, page),
    describe: (indexId) => searcher().call("describe", indexId),
    close: async () => {
      await Promise.all(searchers.map((reader) => reader.close()));
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
  if (Number.isInteger(dimension) && dimension > 0) return;
  throw new CosmicError("invalid_value", "The dimension of an index must be a whole number above 0.");
}

function withOwnVectors(document: IndexedDocument): IndexedDocument {
  const passages = document.passages.map((passage) => ({ ...passage, vector: ownVector(passage.vector) }));
  return { ...document, passages };
}

/** A message carries the whole buffer that a vector lies in, which may be that of a batch. */
function ownVector(vector: Float32Array): Float32Array {
  return vector.byteLength === vector.buffer.byteLength ? vector : vector.slice();
}
