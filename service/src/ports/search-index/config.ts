import { join } from "node:path";
import type { EnvReader } from "../../env-reader.ts";
import type { SearchIndexConfig } from "./create.ts";
import { readQdrantConfig } from "./qdrant/config.ts";

export type { SearchIndexConfig } from "./create.ts";

/** With `QDRANT_URL` Qdrant, without it SQLite files in the data folder. */
export function readSearchIndexConfig(read: EnvReader, dataFolder: string): SearchIndexConfig {
  return read.optional("QDRANT_URL") === undefined
    ? { kind: "sqlite", folder: join(dataFolder, "index") }
    : { kind: "qdrant", ...readQdrantConfig(read) };
}
