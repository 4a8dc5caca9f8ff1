import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { indexes } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { needsEmbedder } from "../roles.ts";
import { waitFor } from "../wait-for.ts";
import { type ActiveIndex, activateIndex } from "./active-index.ts";

interface Waiting {
  report: (message: string) => void;
  signal?: AbortSignal;
}

/**
 * The index that this process works with: that of its model, or, in a process without a model, the one that another
 * process made active.
 */
export async function openActiveIndex(
  {
    config,
    log,
    database,
    searchIndex,
    embedder,
  }: Pick<Context, "config" | "log" | "database" | "searchIndex" | "embedder">,
  { report, signal }: Waiting,
): Promise<ActiveIndex> {
  const activate = () => activateIndex(database.orm, searchIndex, embedder.identity, config.passages);
  if (!needsEmbedder(config.roles)) {
    return waitFor("an api or worker process to make the index", () => readActiveIndex(database.orm), {
      report,
      signal,
      isPassing: isUnavailable,
    });
  }
  if (config.searchIndex.kind === "qdrant") {
    let rebuilt = false;
    const attempt = async () => {
      const index = await activate();
      rebuilt ||= index.rebuilt;
      if (index.damaged) throw index.damaged;
      return { ...index, rebuilt };
    };
    return waitFor("Qdrant", attempt, { report, signal, isPassing: isUnavailable });
  }
  const activeIndex = await activate();
  // A file that is damaged stays so by itself: the service runs all the same, to have it made again.
  if (activeIndex.damaged) log.error({ err: activeIndex.damaged }, "the search index cannot be used");
  return activeIndex;
}

async function readActiveIndex(db: Context["database"]["orm"]): Promise<ActiveIndex> {
  const [row] = await db.select().from(indexes).where(eq(indexes.active, true));
  if (!row) throw new CosmicError("index_unavailable", "There is no active index yet.");
  return { id: row.id, model: row.model, dimension: row.dimension, rebuilt: false, damaged: undefined };
}

const isUnavailable = (error: unknown) => error instanceof CosmicError && error.code === "index_unavailable";
