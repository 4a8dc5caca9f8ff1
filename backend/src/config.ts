import { type EncryptionConfig, readEncryptionConfig } from "../../service/src/encryption/config.ts";
import { EnvReader } from "../../service/src/env-reader.ts";
import { readMongoConfig } from "../../service/src/ports/journal/mongodb/config.ts";
import { type AppConfig, readAppConfig } from "./app-config.ts";
import type { MongoStoreConfig } from "./stores/mongodb/create.ts";

export type StoreConfig =
  | ({ kind: "mongodb" } & MongoStoreConfig)
  | { kind: "postgresql"; url: string; encryption: EncryptionConfig | undefined };

/** All settings of the backend as a process of its own, read once. `backend/README.md` lists the variables. */
export interface Config extends AppConfig {
  host: string;
  port: number;
  store: StoreConfig;
  serviceUrl: string;
  serviceKey: string | undefined;
  log: { level: string; pretty: boolean };
}

/** @throws CosmicError `invalid_configuration` that names every problem at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = new EnvReader(env);
  const config: Config = {
    host: read.text("HOST", "127.0.0.1"),
    port: read.integer("PORT", 5000, { min: 0, max: 65_535 }),
    store: readStore(read),
    serviceUrl: read.url("ML_SERVICE_URL", "http://127.0.0.1:8000"),
    serviceKey: read.optional("SERVICE_API_KEY"),
    ...readAppConfig(read),
    log: {
      level: read.choice("LOG_LEVEL", "info", ["trace", "debug", "info", "warn", "error", "silent"]),
      pretty:
        read.choice("LOG_FORMAT", process.stdout.isTTY ? "pretty" : "json", ["pretty", "json"]) === "pretty",
    },
  };
  read.throwProblems();
  return config;
}

function readStore(read: EnvReader): StoreConfig {
  if (read.optional("MONGODB_URL") !== undefined) {
    const { url, database } = readMongoConfig(read);
    return { kind: "mongodb", url, database };
  }
  const url = read.optional("DATABASE_URL");
  if (url === undefined) {
    const message =
      "must be set, or DATABASE_URL; without servers `npm start` runs backend and service in one process";
    read.problem("MONGODB_URL", message);
  } else if (!/^postgres(ql)?:\/\//.test(url)) {
    read.problem("DATABASE_URL", "must begin with postgresql://");
  }
  return { kind: "postgresql", url: url ?? "", encryption: readEncryptionConfig(read) };
}
