import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { pause } from "../pause.ts";
import { createAbsentEmbedder } from "../ports/embedders/absent.ts";
import { prepareEmbedder } from "../ports/embedders/create.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import type { Metering } from "../ports/embedders/metering.ts";
import type { DownloadProgress } from "../ports/embedders/onnx/hub.ts";
import { needsEmbedder } from "../roles.ts";
import { openAdapter } from "../tuning/adapter/open-adapter.ts";
import { isModelOf, rowSettings, withModel } from "./identity.ts";
import {
  type IndexRow,
  passageSettings,
  readActiveIndex,
  readIndex,
  readIndexes,
  vectorsIn,
  writtenIndexIds,
} from "./index-rows.ts";
import { knownDimensionOf } from "./known-dimension.ts";

/** An index with the model that its vectors are of: whoever holds one can mix nothing up. */
export interface LiveIndex {
  /** Of its row, as `models/indexes/` lists it. */
  readonly rowId: string;
  /** Of the vectors that it searches; those of another row where an adapter changes queries only. */
  readonly id: string;
  readonly model: string;
  readonly dimension: number;
  readonly passages: Config["passages"];
  readonly embedder: Embedder;
}

export interface LiveIndexes extends AsyncDisposable {
  /** What answers searches now. Take it once and use it to the end: another may be active a moment later. */
  readonly active: LiveIndex;
  /** The models that are loaded in this process. */
  readonly embedders: readonly Embedder[];
  /** Ids of the indexes that every document is written to, as the database knows them now. */
  written(db?: Db): Promise<string[]>;
  /**
   * The index with its model, which is loaded if it is not yet.
   *
   * @throws CosmicError `index_not_found`; `model_not_found` if the model is another one by now, and whatever loading it throws
   */
  open(id: string): Promise<LiveIndex>;
  /** Sees at once what another process, or this one, has made active. */
  refresh(): Promise<void>;
}

/** A switch is seen by the other processes after this time at the latest, plus loading the model. */
const LOOK_EVERY_MS = 1_000;

type Needs = Pick<Context, "config" | "log" | "database" | "objects" | "metering"> & {
  onDownload: DownloadProgress;
};

/** @param known the model that is loaded already, with the index that it belongs to */
export async function openLiveIndexes(
  { config, log, database, objects, metering, onDownload }: Needs,
  active: IndexRow,
  known?: { id: string; embedder: Embedder },
): Promise<LiveIndexes> {
  const embedders = new Map<string, Promise<Embedder>>();
  if (known) embedders.set(known.id, Promise.resolve(known.embedder));
  const loaded = new Set(known ? [known.embedder] : []);
  const closing = new AbortController();

  function embedderOf(row: IndexRow): Promise<Embedder> {
    if (!needsEmbedder(config.roles)) return Promise.resolve(createAbsentEmbedder());
    const begun = embedders.get(row.id);
    if (begun) return begun;
    const loading =
      row.baseIndexId === null
        ? openModel(row, config, metering, onDownload)
        : openAdapted(row, row.baseIndexId);
    embedders.set(row.id, loading);
    loading.then(
      (embedder) => loaded.add(embedder),
      // Another attempt may succeed, when a hub answers again for instance.
      () => embedders.delete(row.id),
    );
    return loading;
  }

  /** One model is loaded, however many adapters there are for it. */
  async function openAdapted(row: IndexRow, baseId: string): Promise<Embedder> {
    const base = await embedderOf(await readIndex(database.orm, baseId));
    const embedder = await openAdapter({ objects }, row, base);
    return checked(row, embedder);
  }

  const live = async (row: IndexRow): Promise<LiveIndex> => ({
    rowId: row.id,
    id: vectorsIn(row),
    model: row.model,
    dimension: row.dimension,
    passages: passageSettings(row),
    embedder: await embedderOf(row),
  });

  async function refresh(): Promise<void> {
    const row = await readActiveIndex(database.orm);
    if (row && row.id !== current.rowId) current = await live(row);
  }

  /** Models of indexes that are gone are of no use any more. */
  async function forgetDropped(): Promise<void> {
    if (embedders.size < 2) return;
    const rows = await readIndexes(database.orm);
    for (const { id } of rows.filter(({ state }) => state === "dropped")) {
      const unused = embedders.get(id);
      if (!unused || id === known?.id) continue;
      embedders.delete(id);
      const embedder = await unused;
      loaded.delete(embedder);
      await embedder.close();
    }
  }

  async function look(): Promise<void> {
    let reported = "";
    while (!closing.signal.aborted) {
      await pause(LOOK_EVERY_MS, closing.signal);
      if (closing.signal.aborted) return;
      try {
        await refresh();
        await forgetDropped();
        reported = "";
      } catch (err) {
        // Searches go on with what was active; a database that is away is reported by whoever needs it.
        const reason = err instanceof CosmicError ? err.code : String(err);
        if (reason !== reported && reason !== "database_unavailable")
          log.warn({ err }, "the active index was not changed");
        reported = reason;
      }
    }
  }

  let current = await live(active);
  const looking = look();
  return {
    get active() {
      return current;
    },
    get embedders() {
      return [...loaded];
    },
    written: (db = database.orm) => writtenIndexIds(db),
    open: async (id) => live(await readIndex(database.orm, id)),
    refresh,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await looking;
      // The model that was handed in is closed by whoever opened it.
      if (known) embedders.delete(known.id);
      const opened = await Promise.allSettled(embedders.values());
      for (const it of opened) if (it.status === "fulfilled") await it.value.close();
    },
  };
}

async function openModel(
  row: IndexRow,
  config: Config,
  metering: Metering,
  onDownload: DownloadProgress,
): Promise<Embedder> {
  const prepared = await prepareEmbedder(withModel(config, rowSettings(row, config)), onDownload);
  return checked(row, await prepared.open(metering, knownDimensionOf(row)));
}

async function checked(row: IndexRow, embedder: Embedder): Promise<Embedder> {
  if (isModelOf(row, embedder.identity)) return embedder;
  await embedder.close();
  throw new CosmicError(
    "model_not_found",
    `What is found as ${row.model} now is not the model that index ${row.id} was made with.`,
  );
}
