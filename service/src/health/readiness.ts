import type { Dependency } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import type { Role } from "../roles.ts";
import { checkDependencies } from "./check.ts";

/** Nobody waits for workers: they start when they start. */
type Needed = Exclude<Dependency["name"], "workers">;

/**
 * Without which a role can do nothing at all. An API without its search index still lists, and takes documents, so it
 * goes on getting requests.
 */
const NEEDS: Record<Role, readonly Needed[]> = {
  api: ["database"],
  worker: ["database", "queue", "search_index", "embedder"],
  scheduler: ["database", "queue"],
  monitor: ["database", "queue"],
  app: ["journal"],
};

/** @throws CosmicError `database_unavailable` and the like if a role of this process cannot do its work now */
export async function checkReadiness(context: Context): Promise<void> {
  const { roles } = context.config;
  // A process that answers requests is ready for them, whatever else it does besides.
  const needed = roles.has("api") ? NEEDS.api : [...roles].flatMap((role) => NEEDS[role]);
  const answers = await checkDependencies(context, new Set(needed));
  for (const name of needed) {
    const failing = answers.find((it) => it.name === name && it.status === "failing");
    if (failing)
      throw new CosmicError(CODES[name], `The ${name} does not answer: ${failing.error}`, { retryAfter: 5 });
  }
}

const CODES = {
  database: "database_unavailable",
  queue: "queue_unavailable",
  search_index: "index_unavailable",
  embedder: "embedder_unavailable",
  objects: "objects_unavailable",
  journal: "journal_unavailable",
} as const;
