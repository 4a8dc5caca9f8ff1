import { CosmicError } from "../../../errors.ts";
import { createAnalyser } from "../lexical/analyse.ts";
import type { SearchIndex } from "../search-index.ts";
import { createClient } from "./client.ts";
import { createCollections } from "./collections.ts";
import type { QdrantConfig } from "./config.ts";
import { toCosmicError } from "./faults.ts";
import { createReading } from "./reading.ts";
import { createRequests } from "./requests.ts";
import { createSearching } from "./searching.ts";
import { createWriting } from "./writing.ts";

/**
 * A search index in Qdrant, a collection for each index. Vectors are found as Qdrant finds them: exactly while there
 * are few, through its graph when there are many.
 */
export function createQdrantIndex(config: QdrantConfig): SearchIndex {
  const client = createClient(config);
  const requests = createRequests(config.timeoutMs);
  const collections = createCollections(client, config, requests);
  const analyser = createAnalyser();
  const parts = { client, requests, collections, analyser, ...config };
  const { replace, updateAttributes, remove } = createWriting(parts);
  const { searchDense, searchLexical } = createSearching(parts);
  const { vectors, listDocuments, describe, countUser } = createReading(parts);
  let closed = false;

  async function answer<T>(what: string, call: () => Promise<T>): Promise<T> {
    if (closed) throw new CosmicError("stopping", "The search index is closed.");
    try {
      return await call();
    } catch (error) {
      throw toCosmicError(error, what);
    }
  }

  /** A call about one index. */
  const on =
    <A extends unknown[], T>(call: (indexId: string, ...rest: A) => Promise<T>) =>
    (indexId: string, ...rest: A): Promise<T> =>
      answer(`The search index "${indexId}"`, () => call(indexId, ...rest));

  return {
    create: (index) => answer(`The search index "${index.id}"`, () => collections.create(index)),
    activate: on(collections.activate),
    drop: on(collections.drop),
    replace: on(replace),
    updateAttributes: on(updateAttributes),
    remove: (documents) => answer("The search indexes", () => remove(documents)),
    searchDense: on(searchDense),
    searchLexical: on(searchLexical),
    vectors: on(vectors),
    listDocuments: on(listDocuments),
    describe: on(describe),
    // Such a server answers that it cannot write, and is not asked again.
    fullDisk: () => undefined,
    countUser: (userId) => answer("The search indexes", () => countUser(userId)),
    copyTo: async () => false,
    async close() {
      closed = true;
      requests.stop();
    },
  };
}
