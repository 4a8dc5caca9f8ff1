import type { Schemas } from "@qdrant/js-client-rest";
import type { QdrantConfig } from "./config.ts";

/** Raised when points change. Another layout means the index has to be built again, which loses nothing. */
export const LAYOUT = 3;

export const DENSE = "dense";
export const WORDS = "words";

export function collectionLayout(
  config: QdrantConfig,
  index: { id: string; dimension: number },
): Schemas["CreateCollection"] {
  const { shards, replicas, writeConsistency, onDisk, quantization } = config;
  return {
    vectors: {
      [DENSE]: {
        size: index.dimension,
        distance: "Cosine",
        memory: onDisk ? "cold" : "cached",
        ...(quantization === "int8"
          ? { quantization_config: { scalar: { type: "int8", quantile: 0.99, memory: "pinned" } } }
          : {}),
      },
    },
    sparse_vectors: { [WORDS]: { modifier: "idf", index: { memory: onDisk ? "cold" : "pinned" } } },
    payload: { memory: "cold" },
    ...(shards === undefined ? {} : { shard_number: shards }),
    ...(replicas === undefined ? {} : { replication_factor: replicas }),
    ...(writeConsistency === undefined ? {} : { write_consistency_factor: writeConsistency }),
    metadata: { layout: LAYOUT, index: index.id.toWellFormed() },
  };
}

/** Every field that a filter names. Made before the first vector, so that the vector index is built with them. */
export function payloadIndexes({ onDisk }: QdrantConfig): Record<string, Schemas["PayloadSchemaParams"]> {
  const memory = onDisk ? "cold" : "pinned";
  return {
    user_id: { type: "keyword", is_tenant: true },
    kind: { type: "keyword" },
    document_type: { type: "keyword" },
    date: { type: "float" },
    document_id: { type: "uuid", memory },
    metadata: { type: "keyword", memory },
    revision: { type: "uuid", memory: "cold" },
    words: { type: "text", tokenizer: "whitespace", lowercase: false, phrase_matching: true, memory },
  };
}
