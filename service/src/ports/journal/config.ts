import type { EnvReader } from "../../env-reader.ts";
import { type MongoConfig, readMongoConfig } from "./mongodb/config.ts";

export type JournalConfig = { kind: "database" } | ({ kind: "mongodb" } & MongoConfig);

/** With `MONGODB_URL` the journal is in MongoDB, without it in the database of the service. */
export function readJournalConfig(read: EnvReader): JournalConfig {
  return read.optional("MONGODB_URL") === undefined
    ? { kind: "database" }
    : { kind: "mongodb", ...readMongoConfig(read) };
}
