import type { Dependency } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import type { Role } from "../roles.ts";
import { checkDependencies } from "./check.ts";

/**
 * Without which a role can do nothing at all. An API without its search index still lists, and takes documents, so it
 * goes on getting requests.
 */
const NEEDS: Record<Role, readonly Dependency["name"][]> = {
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
  const failing = (await checkDependencies(context, new Set(needed))).find(
    ({ status }) => status === "failing",
  );
  if (!failing) return;
  throw new CosmicError(CODES[failing.name], `The ${failing.name} does not answer: ${failing.error}`, {
    retryAfter: 5,
  });
}

const CODES = {
  database: "database_unavailable",
  queue: "queue_unavailable",
  search_index: "index_unavailable",
  embedder: "embedder_unavailable",
  objects: "objects_unavailable",
  journal: "journal_unavailable",
} as const;
