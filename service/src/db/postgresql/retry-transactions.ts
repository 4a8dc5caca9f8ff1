import { setTimeout as sleep } from "node:timers/promises";
import { rootCause, toCosmicError } from "../../faults.ts";
import type { Db } from "../open.ts";

const TRIES = 7;
/** Doubles with every try: 5 s in all, about as long as a server takes to start again. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;

/**
 * Runs a transaction again that the server rolled back for the sake of another one, or that broke off because the
 * connection did. What it does must be repeatable: statements only. A connection that breaks during COMMIT leaves
 * open whether it was done, so that one is not tried again.
 *
 * @param once runs one without trying it again
 */
export function retryTransactions<D extends Db>(db: D, once: Db["transaction"]): D {
  const transaction: Db["transaction"] = async (work, settings) => {
    for (let attempt = 1; ; attempt++) {
      let committing = false;
      try {
        return await once(async (tx) => {
          const result = await work(tx);
          committing = true;
          return result;
        }, settings);
      } catch (error) {
        if (attempt >= TRIES || !(wasRolledBack(error) || (!committing && wasCutOff(error)))) throw error;
      }
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
      await sleep(wait * (0.5 + Math.random() / 2));
    }
  };
  return Object.assign(db, { transaction });
}

/** Serialisation failure and deadlock (PostgreSQL's manual, appendix A): nothing of it was done. */
function wasRolledBack(error: unknown): boolean {
  const root = rootCause(error);
  return root instanceof Error && "code" in root && (root.code === "40001" || root.code === "40P01");
}

function wasCutOff(error: unknown): boolean {
  return toCosmicError(error).code === "database_unavailable";
}
