import type { EnvReader } from "../../../env-reader.ts";
import { staysInside } from "../../../outgoing/api-settings.ts";

/** How to reach Qdrant 1.19 or later, and how its collections are laid out when they are made. */
export interface QdrantConfig {
  /** With a path where Qdrant stands behind a prefix. Without a port, 6333 is meant. */
  url: string;
  apiKey: string | undefined;
  /** Always leads to the active index. */
  alias: string;
  /** Begins the name of every collection of ours. Two services on one Qdrant need two prefixes. */
  collectionPrefix: string;
  /** Undefined leaves these three to the server. */
  shards: number | undefined;
  replicas: number | undefined;
  /** How many replicas have to have a change before it counts as written. */
  writeConsistency: number | undefined;
  /** Keeps vectors and the larger payload indexes on disk, read when they are needed. */
  onDisk: boolean;
  quantization: "none" | "int8";
  /** After this a request counts as failed; no request is tried again after it. */
  timeoutMs: number;
  /** Passages a request. */
  batch: number;
}

const NAME = /^[A-Za-z0-9_.-]{1,100}$/;

export function readQdrantConfig(read: EnvReader): QdrantConfig {
  const config: QdrantConfig = {
    url: read.url("QDRANT_URL", "http://localhost:6333"),
    apiKey: read.optional("QDRANT_API_KEY"),
    alias: read.text("QDRANT_ALIAS", "cosmic_embeddings"),
    collectionPrefix: read.text("QDRANT_COLLECTION_PREFIX", "cosmic_"),
    shards: read.optionalInteger("QDRANT_SHARDS", { min: 1, max: 1024 }),
    replicas: read.optionalInteger("QDRANT_REPLICAS", { min: 1, max: 64 }),
    writeConsistency: read.optionalInteger("QDRANT_WRITE_CONSISTENCY", { min: 1, max: 64 }),
    onDisk: read.flag("QDRANT_ON_DISK", false),
    quantization: read.choice("QDRANT_QUANTIZATION", "none", ["none", "int8"]),
    timeoutMs: read.integer("QDRANT_TIMEOUT_MS", 30_000, { min: 100 }),
    batch: read.integer("QDRANT_BATCH", 128, { min: 1, max: 10_000 }),
  };
  checkUrl(read, config);
  for (const [name, value] of [
    ["QDRANT_ALIAS", config.alias],
    ["QDRANT_COLLECTION_PREFIX", config.collectionPrefix],
  ] as const) {
    if (!NAME.test(value))
      read.problem(name, "may hold up to 100 letters, digits, dots, dashes and underscores");
  }
  if ((config.writeConsistency ?? 1) > (config.replicas ?? config.writeConsistency ?? 1)) {
    read.problem("QDRANT_WRITE_CONSISTENCY", "must not be more than QDRANT_REPLICAS");
  }
  return config;
}

function checkUrl(read: EnvReader, { url, apiKey }: QdrantConfig): void {
  if (!URL.canParse(url)) return;
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") {
    read.problem("QDRANT_URL", "must begin with http:// or https://");
  }
  if (username || password) read.problem("QDRANT_URL", "must hold no password: use QDRANT_API_KEY");
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    read.problem("QDRANT_API_KEY", "may hold only letters, digits and signs of ASCII, no spaces");
  }
  if (apiKey !== undefined && protocol === "http:" && !staysInside(hostname)) {
    read.problem(
      "QDRANT_URL",
      "must begin with https:// when QDRANT_API_KEY is set, or the key could be read",
    );
  }
}
