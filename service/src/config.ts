import { availableParallelism } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { DatabaseConfig } from "./db/open.ts";
import { EnvReader } from "./env-reader.ts";

/** The root of the checkout, where `models/` lies and `data/` goes. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** All settings, read once. `docs/configuration.md` lists the variables. */
export interface Config {
  http: { host: string; port: number; maxBodyBytes: number };
  dataFolder: string;
  database: DatabaseConfig;
  embedding: {
    model: string;
    modelFile: string | undefined;
    dimension: number | undefined;
    maxTokens: number;
    workers: number;
    batchTokens: number;
    batchMs: number;
    queueTokens: number;
    hubUrl: string;
    hubToken: string | undefined;
  };
  passages: { size: number; overlap: number; withTitle: boolean };
  documents: { maxTextBytes: number };
  sync: { cron: string };
  log: { level: string; pretty: boolean };
}

/** @throws CosmicError `invalid_configuration` that names every problem at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = new EnvReader(env);
  const dataFolder = inRoot(read.text("DATA_DIR", "data"));
  const databaseUrl = read.optional("DATABASE_URL");
  const config: Config = {
    http: {
      host: read.text("HOST", "127.0.0.1"),
      port: read.integer("PORT", 8000, { min: 0, max: 65_535 }),
      maxBodyBytes: read.integer("MAX_BODY_BYTES", 64 * 1024 * 1024, { min: 1024 }),
    },
    dataFolder,
    database: databaseUrl
      ? { kind: "postgresql", url: databaseUrl, poolSize: read.integer("DATABASE_POOL_SIZE", 10, { min: 2 }) }
      : { kind: "pglite", folder: join(dataFolder, "database") },
    embedding: {
      model: read.text("EMBEDDING_MODEL", "all-MiniLM-L6-v2"),
      modelFile: read.optional("EMBEDDING_MODEL_FILE"),
      dimension: read.optionalInteger("EMBEDDING_DIMENSION", { min: 1 }),
      maxTokens: read.integer("MAX_SEQUENCE_LENGTH", 512, { min: 16 }),
      workers: read.integer("EMBEDDING_WORKERS", Math.min(availableParallelism(), 16), { min: 1, max: 256 }),
      batchTokens: read.integer("EMBEDDING_BATCH_TOKENS", 512, { min: 16 }),
      batchMs: read.integer("EMBEDDING_BATCH_MS", 30, { min: 1, max: 10_000 }),
      queueTokens: read.integer("EMBEDDING_QUEUE_TOKENS", 500_000, { min: 1024 }),
      hubUrl: read.url("HF_ENDPOINT", "https://huggingface.co"),
      hubToken: read.optional("HF_TOKEN"),
    },
    passages: {
      size: read.integer("PASSAGE_TOKENS", 64, { min: 8 }),
      overlap: read.integer("PASSAGE_OVERLAP", 0, { min: 0 }),
      withTitle: read.flag("EMBED_TITLE", true),
    },
    documents: { maxTextBytes: read.integer("MAX_TEXT_BYTES", 1_000_000, { min: 1 }) },
    sync: { cron: read.text("SYNC_CRON", "0 * * * *") },
    log: {
      level: read.choice("LOG_LEVEL", "info", ["trace", "debug", "info", "warn", "error", "silent"]),
      pretty:
        read.choice("LOG_FORMAT", process.stdout.isTTY ? "pretty" : "json", ["pretty", "json"]) === "pretty",
    },
  };
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    read.problem("DATABASE_URL", "must begin with postgresql://");
  }
  if (config.passages.overlap >= config.passages.size) {
    read.problem("PASSAGE_OVERLAP", "must be less than PASSAGE_TOKENS");
  }
  if (!isLoopback(config.http.host)) {
    read.problem(
      "HOST",
      "must be a loopback address such as 127.0.0.1, because no access control is configured",
    );
  }
  read.throwProblems();
  return config;
}

function inRoot(folder: string): string {
  return isAbsolute(folder) ? folder : resolve(ROOT, folder);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
