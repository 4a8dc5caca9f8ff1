import type { FastifyBaseLogger } from "fastify";
import { createAccessControl } from "./access/access-control.ts";
import { removeUnfinishedBackup } from "./backup/take.ts";
import { type Config, embeddedStores } from "./config.ts";
import type { Context } from "./context.ts";
import { type FolderLock, lockDataFolder } from "./data-folder/lock.ts";
import { prepareDatabase } from "./db/open.ts";
import { createEncryption } from "./encryption/encryption.ts";
import { sealObjects } from "./encryption/sealed-objects.ts";
import { isPassing } from "./errors.ts";
import { createJobAnnouncer } from "./events/job-announcer.ts";
import type { ReportFault } from "./faults.ts";
import { readKnownDimension } from "./models/known-dimension.ts";
import { openIndexes } from "./models/open-indexes.ts";
import { createAsk } from "./outgoing/ask.ts";
import { prepareEmbedder } from "./ports/embedders/create.ts";
import type { DownloadProgress } from "./ports/embedders/onnx/hub.ts";
import { createJournal } from "./ports/journal/create.ts";
import { createObjects } from "./ports/objects/create.ts";
import { createQueue } from "./ports/queue/create.ts";
import { createReranker } from "./ports/rerankers/create.ts";
import { createSearchIndex } from "./ports/search-index/create.ts";
import { followIndex } from "./telemetry/follow-index.ts";
import { followRuns } from "./telemetry/follow-runs.ts";
import { openTelemetry } from "./telemetry/open.ts";
import { createMeter } from "./usage/meter.ts";
import { waitFor } from "./wait-for.ts";

export interface OpenContext extends Context, AsyncDisposable {
  /** Absent where everything is on servers, which many processes share. */
  lock: FolderLock | undefined;
  /** True when every document has to be embedded again, because the model of the active index cannot be had. */
  emptied: boolean;
}

export interface OpenOptions {
  /** Named to others that want the data folder. */
  command: string;
  log: FastifyBaseLogger;
  onDownload: DownloadProgress;
  /** Ends the waiting for servers that do not answer yet. */
  signal?: AbortSignal;
}

/** Opens everything the configuration names. What has been opened is closed again if something fails. */
export async function openContext(config: Config, options: OpenOptions): Promise<OpenContext> {
  const { log, signal } = options;
  const report = reportTo(log);
  const waiting = { report: (message: string) => log.warn(message), ...(signal ? { signal } : {}) };
  await using opened = new AsyncDisposableStack();
  const telemetry = opened.use(await openTelemetry(config.telemetry));
  const lock =
    embeddedStores(config).length > 0
      ? opened.use(lockDataFolder(config.dataFolder, options.command))
      : undefined;
  if (lock) await removeUnfinishedBackup(config.dataFolder);
  // The slow parts begin first, on other threads: compiling the database, then loading the model.
  const encryption = createEncryption(config.encryption);
  const databasePrepared = prepareDatabase(config.database, { ...waiting, unseal: encryption.unseal });
  const preparedEmbedder = opened.adopt(await prepareEmbedder(config, options.onDownload), (it) =>
    it.close(),
  );
  const index = opened.adopt(await createSearchIndex(config.searchIndex), (it) => it.close());
  const searchIndex = followIndex(index, telemetry);
  const database = opened.adopt(await databasePrepared(), (it) => it.close());
  const store = opened.adopt(await createObjects(config.objects, report, signal), (it) => it.close());
  const objects = sealObjects(store, config.encryption);
  const journal = opened.adopt(await createJournal(config.journal, database.orm, report), (it) => it.close());
  // Open before the queue and closed after it: the last jobs are told of too.
  const announcer = opened.use(createJobAnnouncer(database.orm, report));
  // Both make tables where there are none.
  const following = { signal, tell: announcer.tell, follow: followRuns(telemetry, log) };
  const openQueue = () => createQueue(config.queue, database, report, following);
  const openingQueue = database.alone(async () => {
    await database.migrate();
    await encryption.check(database.orm);
    return config.queue.kind === "database" ? openQueue() : undefined;
  });
  const queue = opened.adopt((await openingQueue) ?? (await openQueue()), (it) =>
    it.close({ graceMs: STOP_GRACE_MS }),
  );
  const metering = createMeter(database.orm, config.embedding.providers.budget, log);
  const known = await readKnownDimension(database.orm, config);
  const embedder = await waitFor("the model's server", () => preparedEmbedder.open(metering, known), {
    ...waiting,
    signal,
    isPassing,
  });
  const stores = { config, log, telemetry, database, encryption, searchIndex, objects, metering };
  const { indexes, emptied } = await openIndexes(
    { ...stores, embedder, onDownload: options.onDownload },
    waiting,
  );
  opened.use(indexes);
  const reranker = await openReranker(config, options.onDownload);
  opened.defer(async () => reranker?.close());
  const access = opened.use(createAccessControl(config.access, database.orm, log));
  const kept = opened.move();
  return {
    ...stores,
    access,
    queue,
    tellJobNews: announcer.tell,
    journal,
    indexes,
    reranker,
    emptied,
    lock,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Only searches use one. */
async function openReranker(
  { roles, reranking, embedding, dataFolder, localOnly }: Config,
  onDownload: DownloadProgress,
) {
  if (!roles.has("api")) return undefined;
  const { hubUrl, hubToken } = embedding;
  return createReranker(reranking.reranker, {
    hubUrl,
    hubToken,
    ask: createAsk(localOnly),
    dataFolder,
    onDownload,
  });
}

/** Running jobs get this long to end when the process stops; what is not done by then is run at the next start. */
const STOP_GRACE_MS = 5_000;

const reportTo =
  (log: FastifyBaseLogger): ReportFault =>
  (level, message, cause) =>
    log[level === "warning" ? "warn" : "error"](cause === undefined ? {} : { err: cause }, message);
