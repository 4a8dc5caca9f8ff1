import { CosmicError } from "../../errors.ts";
import { type Embedder, noTotals } from "./embedder.ts";

/** Stands for the model in a process whose roles need none. */
export function createAbsentEmbedder(): Embedder {
  const refuse = (): never => {
    throw new CosmicError("embedder_unavailable", "This process has no role that embeds; see ROLES.");
  };
  return {
    get identity() {
      return refuse();
    },
    countTokens: refuse,
    embed: async () => refuse(),
    shortensTo: () => false,
    describe: () => ({ kind: "none", model: "none", workers: 0, queuedTokens: 0, done: noTotals() }),
    close: async () => {},
  };
}
