import { CosmicError } from "../../errors.ts";
import type { LiveIndex } from "../../models/live-indexes.ts";

/**
 * The one place that says which models may read a user's texts for an experiment: those that run in this process. One
 * that an API runs says so in its identity.
 *
 * @throws CosmicError `forbidden`
 */
export function refuseSending({ embedder, model }: Pick<LiveIndex, "embedder" | "model">): void {
  if (!("provider" in embedder.identity)) return;
  throw new CosmicError(
    "forbidden",
    `${model} is run by a provider, and for an experiment no text of a user leaves this machine. Choose an index with a local model.`,
    { field: "/parameters/index" },
  );
}
