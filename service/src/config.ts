import { availableParallelism } from "node:os";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Setting } from "@cosmic/contract";
import { type AppConfig, readAppConfig } from "../../backend/src/app-config.ts";
import { type AccessConfig, isConfigured, readAccessConfig } from "./access/config.ts";
import { type DatabaseConfig, readDatabaseConfig } from "./db/config.ts";
import { type Retention, readRetention } from "./documents/retention/config.ts";
import { type EncryptionConfig, readEncryptionConfig } from "./encryption/config.ts";
import { EnvReader } from "./env-reader.ts";
import { type EventsConfig, readEventsConfig } from "./events/config.ts";
import { type ExperimentsConfig, readExperimentsConfig } from "./experiments/config.ts";
import { type FeedbackConfig, readFeedbackConfig } from "./feedback/config.ts";
import { type HttpConfig, readHttpConfig } from "./http/config.ts";
import { checkLocalOnly } from "./outgoing/local-only.ts";
import { type PatternsConfig, readPatternsConfig } from "./patterns/config.ts";
import { type ProvidersConfig, readProvidersConfig } from "./ports/embedders/providers/config.ts";
import { type JournalConfig, readJournalConfig } from "./ports/journal/config.ts";
import { type ObjectsConfig, readObjectsConfig } from "./ports/objects/config.ts";
import { type QueueConfig, readQueueConfig } from "./ports/queue/config.ts";
import { type RerankingConfig, readRerankingConfig } from "./ports/rerankers/config.ts";
import { readSearchIndexConfig, type SearchIndexConfig } from "./ports/search-index/config.ts";
import { type Roles, readRoles, SERVICE_ROLES } from "./roles.ts";
import { readSyncConfig, type SyncConfig } from "./sync/config.ts";
import { readTelemetryConfig, type TelemetryConfig } from "./telemetry/config.ts";

/** The root of the checkout, where `models/` lies and `data/` goes. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** All settings, read once. `docs/configuration.md` lists the variables. */
export interface Config {
  roles: Roles;
  /** Nothing is asked but the configured databases and stores. */
  localOnly: boolean;
  http: HttpConfig;
  access: AccessConfig;
  monitor: { port: number };
  /** The companion backend with the web app, where this process runs it as well. */
  app: AppConfig & { port: number };
  dataFolder: string;
  database: DatabaseConfig;
  queue: QueueConfig;
  searchIndex: SearchIndexConfig;
  objects: ObjectsConfig;
  journal: JournalConfig;
  embedding: {
    model: string;
    modelFile: string | undefined;
    dimension: number | undefined;
    /** Address of the server that a model openai/… runs on; undefined means OpenAI. */
    baseUrl: string | undefined;
    providers: ProvidersConfig;
    maxTokens: number;
    workers: number;
    batchTokens: number;
    batchMs: number;
    queueTokens: number;
    hubUrl: string;
    hubToken: string | undefined;
  };
  /** `vectorsOnly`: what is encrypted leaves neither words nor metadata in an index. */
  passages: { size: number; overlap: number; withTitle: boolean; vectorsOnly?: true };
  search: { maxInWork: number };
  reranking: RerankingConfig;
  documents: { maxTextBytes: number; retention: Retention };
  /** Undefined: texts are kept as they are. */
  encryption: EncryptionConfig | undefined;
  sync: SyncConfig;
  events: EventsConfig;
  experiments: ExperimentsConfig;
  feedback: FeedbackConfig;
  patterns: PatternsConfig;
  /** Cron expressions in UTC, and how long a document must have been unfinished to be swept up. */
  schedules: { sweep: string; sweepAfterSeconds: number; reconcile: string };
  log: { level: string; pretty: boolean };
  telemetry: TelemetryConfig;
  /** The admin app, which the API serves. */
  admin: { folder: string };
  /** All variables that were read, as they may be shown. */
  settings: Setting[];
}

/** @throws CosmicError `invalid_configuration` that names every problem at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = new EnvReader(env);
  const dataFolder = inRoot(read.text("DATA_DIR", "data"));
  const model = read.text("EMBEDDING_MODEL", "all-MiniLM-L6-v2");
  const maxTokens = read.integer("MAX_SEQUENCE_LENGTH", 512, { min: 16 });
  const providers = readProvidersConfig(read, model, maxTokens);
  const access = readAccessConfig(read);
  const encryption = readEncryptionConfig(read);
  const config: Omit<Config, "settings"> = {
    roles: readRoles(read),
    localOnly: read.flag("LOCAL_ONLY", false),
    http: readHttpConfig(read, isConfigured(access)),
    access,
    monitor: { port: read.integer("MONITOR_PORT", 5555, { min: 0, max: 65_535 }) },
    app: { port: read.integer("APP_PORT", 5000, { min: 0, max: 65_535 }), ...readAppConfig(read) },
    dataFolder,
    database: readDatabaseConfig(read, dataFolder),
    queue: readQueueConfig(read),
    searchIndex: readSearchIndexConfig(read, dataFolder),
    objects: readObjectsConfig(read, dataFolder),
    journal: readJournalConfig(read),
    embedding: {
      model,
      modelFile: read.optional("EMBEDDING_MODEL_FILE"),
      dimension: read.optionalInteger("EMBEDDING_DIMENSION", { min: 1 }),
      baseUrl: providers.server?.url,
      providers,
      maxTokens,
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
      ...(encryption ? { vectorsOnly: true as const } : {}),
    },
    search: { maxInWork: read.integer("SEARCH_MAX_IN_WORK", 500, { min: 1 }) },
    reranking: readRerankingConfig(read),
    documents: {
      maxTextBytes: read.integer("MAX_TEXT_BYTES", 1_000_000, { min: 1 }),
      retention: readRetention(read),
    },
    encryption,
    sync: readSyncConfig(read),
    events: readEventsConfig(read),
    experiments: readExperimentsConfig(read),
    feedback: readFeedbackConfig(read),
    patterns: readPatternsConfig(read),
    schedules: {
      sweep: read.cron("SWEEP_CRON", "*/5 * * * *"),
      sweepAfterSeconds: read.integer("SWEEP_AFTER_SECONDS", 900, { min: 1 }),
      reconcile: read.cron("RECONCILE_CRON", "15 4 * * *"),
    },
    log: {
      level: read.choice("LOG_LEVEL", "info", ["trace", "debug", "info", "warn", "error", "silent"]),
      pretty:
        read.choice("LOG_FORMAT", process.stdout.isTTY ? "pretty" : "json", ["pretty", "json"]) === "pretty",
    },
    telemetry: readTelemetryConfig(read),
    admin: { folder: inRoot(read.text("ADMIN_FOLDER", "web/dist-admin")) },
  };
  if (config.passages.overlap >= config.passages.size) {
    read.problem("PASSAGE_OVERLAP", "must be less than PASSAGE_TOKENS");
  }
  if (SERVICE_ROLES.some((role) => !config.roles.has(role)) && embeddedStores(config).length > 0) {
    const servers = embeddedStores(config).join(", ");
    read.problem("ROLES", `can only be split among processes that share servers: set ${servers} too`);
  }
  checkLocalOnly(read, config);
  read.throwProblems();
  return { ...config, settings: read.settings() };
}

/** Variables that would put a server in place of what this process keeps in its data folder. */
export function embeddedStores({
  database,
  searchIndex,
  objects,
}: Pick<Config, "database" | "searchIndex" | "objects">): string[] {
  return [
    ...(database.kind === "pglite" ? ["DATABASE_URL"] : []),
    ...(searchIndex.kind === "sqlite" ? ["QDRANT_URL"] : []),
    ...(objects.kind === "folder" ? ["S3_ENDPOINT"] : []),
  ];
}

function inRoot(folder: string): string {
  return isAbsolute(folder) ? folder : resolve(ROOT, folder);
}
