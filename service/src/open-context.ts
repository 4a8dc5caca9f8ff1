import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { type FolderLock, lockDataFolder } from "./data-folder/lock.ts";
import { type Database, prepareDatabase } from "./db/open.ts";
import { activateIndex } from "./models/active-index.ts";
import { createEmbedder, findModel } from "./ports/embedders/create.ts";
import type { DownloadProgress } from "./ports/embedders/onnx/hub.ts";
import { createDatabaseJournal } from "./ports/journal/database.ts";
import { createFolderObjects } from "./ports/objects/folder.ts";
import { createPgBossQueue } from "./ports/queue/pg-boss.ts";
import type { Queue } from "./ports/queue/queue.ts";
import { createSqliteIndex } from "./ports/search-index/sqlite/create.ts";

export interface OpenContext extends Context, AsyncDisposable {
  lock: FolderLock;
}

export interface OpenOptions {
  /** Named to others that want the data folder. */
  command: string;
  log: FastifyBaseLogger;
  onDownload: DownloadProgress;
}

/** Opens everything the configuration names. What has been opened is closed again if something fails. */
export async function openContext(config: Config, options: OpenOptions): Promise<OpenContext> {
  const { log } = options;
  await using opened = new AsyncDisposableStack();
  const lock = opened.use(lockDataFolder(config.dataFolder, options.command));
  // The slow parts begin first, on other threads: compiling the database, then loading the model.
  const databasePrepared = prepareDatabase(config.database);
  const embedderOpening = createEmbedder(config, await findModel(config, options.onDownload));
  embedderOpening.catch(() => {});
  opened.defer(async () => {
    const [embedder] = await Promise.allSettled([embedderOpening]);
    if (embedder.status === "fulfilled") await embedder.value.close();
  });
  const searchIndex = opened.adopt(createSqliteIndex({ folder: join(config.dataFolder, "index") }), (it) =>
    it.close(),
  );
  const database = opened.adopt(await databasePrepared(), (it) => it.close());
  const objects = opened.adopt(await createFolderObjects(join(config.dataFolder, "objects")), (it) =>
    it.close(),
  );
  const journal = createDatabaseJournal(database.orm);
  const queue = opened.adopt(await database.alone(() => openSchemas(config, database, log)), (it) =>
    it.close({ graceMs: STOP_GRACE_MS }),
  );
  const embedder = await embedderOpening;
  const activeIndex = await activateIndex(database.orm, searchIndex, embedder.identity, config.passages);
  if (activeIndex.damaged) log.error({ err: activeIndex.damaged }, "the search index cannot be used");
  const kept = opened.move();
  return {
    config,
    log,
    database,
    queue,
    searchIndex,
    objects,
    embedder,
    journal,
    activeIndex,
    lock,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Running jobs get this long to end when the process stops; what is not done by then is run at the next start. */
const STOP_GRACE_MS = 5_000;

/** Both make tables where there are none. */
async function openSchemas(config: Config, database: Database, log: FastifyBaseLogger): Promise<Queue> {
  await database.migrate();
  return createPgBossQueue(database, {
    exclusive: config.database.kind === "pglite",
    report: (level, message, cause) => log[level === "warning" ? "warn" : "error"]({ err: cause }, message),
  });
}
