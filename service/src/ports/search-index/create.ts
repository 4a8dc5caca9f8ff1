import type { QdrantConfig } from "./qdrant/config.ts";
import type { SearchIndex } from "./search-index.ts";

/** Which search index is used. */
export type SearchIndexConfig =
  | { kind: "sqlite" /** Holds a file for each index. */; folder: string }
  | ({ kind: "qdrant" } & QdrantConfig);

/** Loads nothing of the adapter that is not used. */
export async function createSearchIndex(config: SearchIndexConfig): Promise<SearchIndex> {
  switch (config.kind) {
    case "sqlite": {
      const { createSqliteIndex } = await import("./sqlite/create.ts");
      return createSqliteIndex({ folder: config.folder });
    }
    case "qdrant": {
      const { createQdrantIndex } = await import("./qdrant/create.ts");
      return createQdrantIndex(config);
    }
  }
}
