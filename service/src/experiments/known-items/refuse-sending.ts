import { CosmicError } from "../../errors.ts";
import type { Embedder } from "../../ports/embedders/embedder.ts";

/**
 * The one place that says which models may read a user's texts for an experiment: those that run in this process. One
 * that an API runs says so in its identity.
 *
 * @throws CosmicError `forbidden`
 */
export function refuseSending({
  model,
  embedder,
}: {
  model: string;
  embedder: Pick<Embedder, "identity">;
}): void {
  if (!("provider" in embedder.identity)) return;
  throw new CosmicError(
    "forbidden",
    `${model} is run by a provider, and for an experiment no text of a user leaves this machine. Choose an index with a local model.`,
    { field: "/parameters/index" },
  );
}
