import type { QdrantClient } from "@qdrant/js-client-rest";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { CosmicError } from "../../../errors.ts";
import type { IndexSpec } from "../search-index.ts";
import { collectionName, isOurs } from "./collection-names.ts";
import type { QdrantConfig } from "./config.ts";
import { QdrantFault } from "./faults.ts";
import { collectionLayout, DENSE, LAYOUT, payloadIndexes } from "./layout.ts";
import type { Requests } from "./requests.ts";

/** Makes and drops the collection of each index, and knows their dimensions. */
export interface Collections {
  create(index: IndexSpec): Promise<void>;
  drop(indexId: string): Promise<void>;
  activate(indexId: string): Promise<void>;
  nameOf(indexId: string): string;
  dimensionOf(indexId: string): Promise<number>;
  /** Names of the collections of all indexes. */
  all(): Promise<string[]>;
  version(): Promise<string>;
}

const MOST_COMPONENTS = 65_536;

const CollectionInfo = Compile(
  Type.Object({
    config: Type.Object({
      params: Type.Object({ vectors: Type.Object({ [DENSE]: Type.Object({ size: Type.Integer() }) }) }),
      metadata: Type.Object({ layout: Type.Integer() }),
    }),
    payload_schema: Type.Record(Type.String(), Type.Unknown()),
  }),
);

export function createCollections(
  client: QdrantClient,
  config: QdrantConfig,
  { send }: Requests,
): Collections {
  const dimensions = new Map<string, number>();
  const nameOf = (indexId: string) => collectionName(config.collectionPrefix, indexId);

  async function read(indexId: string): Promise<{ dimension: number; indexed: string[] }> {
    const answer: unknown = await send(() => client.getCollection(nameOf(indexId)));
    if (!CollectionInfo.Check(answer) || answer.config.metadata.layout !== LAYOUT) {
      throw new CosmicError(
        "index_unavailable",
        `The collection ${nameOf(indexId)} was made by another version. Rebuild it with \`cosmic recreate-index\`.`,
      );
    }
    const dimension = answer.config.params.vectors[DENSE].size;
    dimensions.set(indexId, dimension);
    return { dimension, indexed: Object.keys(answer.payload_schema) };
  }

  async function make(index: IndexSpec): Promise<void> {
    try {
      await send(() => client.createCollection(nameOf(index.id), collectionLayout(config, index)));
    } catch (fault) {
      // Another process was quicker, or the answer to an earlier try was lost.
      if (!(fault instanceof QdrantFault && fault.kind === "exists")) throw fault;
    }
  }

  async function version(): Promise<string> {
    return (await send(() => client.versionInfo())).version;
  }

  return {
    nameOf,
    version,
    async create(index) {
      checkDimension(index.dimension);
      checkVersion(await version());
      const found = await unlessMissing(read(index.id));
      if (!found) await make(index);
      const { dimension, indexed } = found ?? (await read(index.id));
      if (dimension !== index.dimension) {
        throw new CosmicError(
          "dimension_mismatch",
          `The search index "${index.id}" holds vectors of ${dimension} components, not of ${index.dimension}.`,
        );
      }
      for (const [field_name, field_schema] of Object.entries(payloadIndexes(config))) {
        if (indexed.includes(field_name)) continue;
        const request = { field_name, field_schema, wait: true, ordering: "strong" } as const;
        await send(() => client.createPayloadIndex(nameOf(index.id), request));
      }
    },
    async drop(indexId) {
      dimensions.delete(indexId);
      await unlessMissing(send(() => client.deleteCollection(nameOf(indexId))));
    },
    async activate(indexId) {
      const { alias } = config;
      const actions = [
        { delete_alias: { alias_name: alias } },
        { create_alias: { alias_name: alias, collection_name: nameOf(indexId) } },
      ];
      try {
        // Both at once: nobody sees the alias missing.
        await send(() => client.updateCollectionAliases({ actions }));
      } catch (fault) {
        if (!(fault instanceof QdrantFault && fault.kind === "exists")) throw fault;
        const message = `Qdrant has a collection named ${alias}. Delete it, or set QDRANT_ALIAS to another name.`;
        throw new CosmicError("invalid_configuration", message, { cause: fault });
      }
    },
    async dimensionOf(indexId) {
      return dimensions.get(indexId) ?? (await read(indexId)).dimension;
    },
    async all() {
      const { collections } = await send(() => client.getCollections());
      return collections.map(({ name }) => name).filter((name) => isOurs(config.collectionPrefix, name));
    },
  };
}

/** @returns undefined where there is no such collection */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (fault) {
    if (fault instanceof QdrantFault && fault.kind === "no collection") return undefined;
    throw fault;
  }
}

function checkDimension(dimension: number): void {
  if (Number.isInteger(dimension) && dimension > 0 && dimension <= MOST_COMPONENTS) return;
  throw new CosmicError(
    "invalid_value",
    `The dimension of an index must be a whole number from 1 to ${MOST_COMPONENTS}.`,
  );
}

/** Before 1.19, Qdrant would take the rarity of words from everybody's texts without a word. */
function checkVersion(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 1 || (major === 1 && minor >= 19)) return;
  throw new CosmicError("index_unavailable", `Qdrant ${version} is too old: 1.19 or later is needed.`);
}
