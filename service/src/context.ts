import type { FastifyBaseLogger } from "fastify";
import type { AccessControl } from "./access/access-control.ts";
import type { Config } from "./config.ts";
import type { Database } from "./db/open.ts";
import type { Encryption } from "./encryption/encryption.ts";
import type { LiveIndexes } from "./models/live-indexes.ts";
import type { Metering } from "./ports/embedders/metering.ts";
import type { JournalSource } from "./ports/journal/journal.ts";
import type { Objects } from "./ports/objects/objects.ts";
import type { TellJobNews } from "./ports/queue/job-news.ts";
import type { Queue } from "./ports/queue/queue.ts";
import type { Reranker } from "./ports/rerankers/reranker.ts";
import type { SearchIndex } from "./ports/search-index/search-index.ts";
import type { Telemetry } from "./telemetry/open.ts";

/** All that a feature may use. Made once, in `open-context.ts`. */
export interface Context {
  config: Config;
  log: FastifyBaseLogger;
  /** Who asks. */
  access: AccessControl;
  telemetry: Telemetry;
  database: Database;
  /** Seals what users wrote, if there is a key for it. */
  encryption: Encryption;
  queue: Queue;
  /** Tells those who follow events of a job; what runs here is told by the queue itself. */
  tellJobNews: TellJobNews;
  searchIndex: SearchIndex;
  objects: Objects;
  journal: JournalSource;
  /** What is searched and written, each index with its model. */
  indexes: LiveIndexes;
  /** Counts what models of providers are used for. */
  metering: Metering;
  /** Undefined where none is configured, and in a process that answers no searches. */
  reranker: Reranker | undefined;
}
