import { eq, ne, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { embeddingStates, indexes } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { recordModel } from "../events/record.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import type { DownloadProgress } from "../ports/embedders/onnx/hub.ts";
import { needsEmbedder } from "../roles.ts";
import { waitFor } from "../wait-for.ts";
import { indexIdOf, settingsOf } from "./identity.ts";
import { type IndexRow, readActiveIndex, vectorsIn } from "./index-rows.ts";
import { type LiveIndexes, openLiveIndexes } from "./live-indexes.ts";
import { newIndexRow } from "./new-index.ts";

interface Waiting {
  report: (message: string) => void;
  signal?: AbortSignal | undefined;
}

type Stores = Pick<Context, "config" | "log" | "database" | "searchIndex" | "objects" | "metering"> & {
  embedder: Embedder;
  onDownload: DownloadProgress;
};

export interface OpenedIndexes {
  indexes: LiveIndexes;
  /** True when the index that was active can no longer be searched, so that an empty one is active. */
  emptied: boolean;
}

/**
 * The indexes that this process works with. On the very first start that of the configured model becomes active.
 * Later a configured model without an index gets one that is built beside the active one, see `build-index.ts`.
 */
export async function openIndexes(stores: Stores, waiting: Waiting): Promise<OpenedIndexes> {
  const { config, log, searchIndex, embedder } = stores;
  if (!needsEmbedder(config.roles)) {
    const waited = { ...waiting, signal: waiting.signal, isPassing: isUnavailable };
    const active = await waitFor(
      "an api or worker process to make the index",
      () => mustBeActive(stores),
      waited,
    );
    return { indexes: await openLiveIndexes(stores, active), emptied: false };
  }
  const configured = { id: indexIdOf(embedder.identity, config.passages), embedder };
  let active = await settle(stores, configured.id);
  const prepare = async () => {
    await searchIndex.create({ id: vectorsIn(active), dimension: active.dimension });
    await searchIndex.activate(vectorsIn(active));
  };
  const prepared = () =>
    config.searchIndex.kind === "qdrant"
      ? waitFor("Qdrant", prepare, { ...waiting, signal: waiting.signal, isPassing: isUnavailable })
      : prepare().catch((err: unknown) => {
          // A file that is damaged stays so by itself: the service runs all the same, to have it made again.
          if (!isUnavailable(err)) throw err;
          log.error({ err }, "the search index cannot be used");
        });
  await prepared();
  for (let emptied = false; ; ) {
    try {
      return { indexes: await openLiveIndexes(stores, active, configured), emptied };
    } catch (err) {
      if (!(err instanceof CosmicError) || active.id === configured.id) throw err;
      const missing = `${active.model}, the model of the active index, cannot be had;`;
      if (active.baseIndexId === null) {
        log.warn({ err }, `${missing} ${embedder.identity.name} takes its place at once`);
        active = await replaceActive(stores, configured.id);
        emptied = true;
      } else {
        log.warn({ err }, `${missing} its base takes its place at once`);
        active = await leaveAdapter(stores, active, active.baseIndexId);
      }
      await prepared();
    }
  }
}

/** The base has all vectors: nobody who searches misses anything but the adapter. */
async function leaveAdapter({ database }: Stores, { id }: IndexRow, baseId: string): Promise<IndexRow> {
  return database.orm.transaction(async (tx) => {
    // No way back to what cannot be had.
    await tx.update(indexes).set({ state: "ready", activatedAt: null }).where(eq(indexes.id, id));
    const set = { state: "active" as const, activatedAt: new Date() };
    const [base] = await tx.update(indexes).set(set).where(eq(indexes.id, baseId)).returning();
    if (!base) throw new CosmicError("index_not_found", `There is no index ${baseId}.`);
    await recordModel(tx, base);
    return base;
  });
}

/** Which index is active; the configured one gets a row if it has none. */
async function settle(stores: Stores, id: string): Promise<IndexRow> {
  const { config, log, database, embedder } = stores;
  return database.orm.transaction(async (tx) => {
    // Processes that start at once must not all take themselves for the first.
    await tx.execute(sql`LOCK TABLE indexes IN SHARE ROW EXCLUSIVE MODE`);
    const known = await tx.select().from(indexes);
    const active = known.find(({ state }) => state === "active");
    const own = known.find((row) => row.id === id);
    if (active && own) {
      if (active.id !== id && own.state !== "building") {
        log.info(
          `EMBEDDING_MODEL names ${own.model}, whose index ${id} is ${own.state}; searches are answered by ${active.model} (${active.id}). See docs/changing-the-model.md.`,
        );
      }
      return active;
    }
    const row = newIndexRow(embedder.identity, config.passages, settingsOf(config));
    if (active) {
      await tx.insert(indexes).values({ ...row, state: "building", activateWhenReady: true });
      log.info(
        `${row.model} is new: its index ${id} is built beside ${active.model}, which answers searches until it is whole.`,
      );
      return active;
    }
    const values = { ...row, state: "active" as const, activatedAt: new Date() };
    const [made] = await tx
      .insert(indexes)
      .values(values)
      .onConflictDoUpdate({ target: indexes.id, set: values })
      .returning();
    return made ?? values;
  });
}

/** Makes an index active that is empty yet: every document is embedded again for it, and found when that is done. */
async function replaceActive({ config, database, embedder }: Stores, id: string): Promise<IndexRow> {
  return database.orm.transaction(async (tx) => {
    await tx.update(indexes).set({ state: "dropped" }).where(ne(indexes.id, id));
    const row = newIndexRow(embedder.identity, config.passages, settingsOf(config));
    const set = { state: "active" as const, activatedAt: new Date(), error: null };
    const [active] = await tx
      .insert(indexes)
      .values({ ...row, ...set })
      .onConflictDoUpdate({ target: indexes.id, set })
      .returning();
    if (!active) throw new Error("an upsert returns its row");
    const now = new Date();
    await tx.update(embeddingStates).set({ status: "pending", changedAt: now, wantedAt: now });
    await recordModel(tx, active);
    return active;
  });
}

async function mustBeActive({ database }: Stores): Promise<IndexRow> {
  const row = await readActiveIndex(database.orm);
  if (!row) throw new CosmicError("index_unavailable", "There is no active index yet.");
  return row;
}

const isUnavailable = (error: unknown) => error instanceof CosmicError && error.code === "index_unavailable";
