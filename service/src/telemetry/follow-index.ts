import type { SearchIndex } from "../ports/search-index/search-index.ts";
import type { Telemetry } from "./open.ts";

/** The same index, each call to it measured and traced. */
export function followIndex(index: SearchIndex, { metrics, tracing }: Telemetry): SearchIndex {
  function follow<A extends unknown[], T>(operation: string, call: (...args: A) => Promise<T>) {
    return (...args: A): Promise<T> =>
      tracing.span({ name: `index.${operation}`, kind: "client" }, async () => {
        const end = metrics.index.startTimer({ operation });
        try {
          const answer = await call(...args);
          end({ outcome: "ok" });
          return answer;
        } catch (fault) {
          end({ outcome: "failed" });
          throw fault;
        }
      });
  }
  return {
    create: follow("create", (spec) => index.create(spec)),
    activate: follow("activate", (id) => index.activate(id)),
    drop: follow("drop", (id) => index.drop(id)),
    replace: follow("replace", (id, documents) => index.replace(id, documents)),
    updateAttributes: follow("updateAttributes", (id, documentId, attributes) =>
      index.updateAttributes(id, documentId, attributes),
    ),
    remove: follow("remove", (documents) => index.remove(documents)),
    searchDense: follow("searchDense", (id, query) => index.searchDense(id, query)),
    searchLexical: follow("searchLexical", (id, query) => index.searchLexical(id, query)),
    vectors: follow("vectors", (id, documentIds) => index.vectors(id, documentIds)),
    listDocuments: follow("listDocuments", (id, page) => index.listDocuments(id, page)),
    describe: follow("describe", (id) => index.describe(id)),
    fullDisk: () => index.fullDisk(),
    countUser: follow("countUser", (userId) => index.countUser(userId)),
    copyTo: follow("copyTo", (folder) => index.copyTo(folder)),
    close: () => index.close(),
  };
}
