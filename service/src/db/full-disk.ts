import { faultReason, toCosmicError } from "../faults.ts";
import type { Db } from "./open.ts";

/** How long it is told of after the last write that met it. */
const TOLD_MS = 10_000;

/**
 * Watches the transactions for a disk without space. Nothing else tells of it: such a database answers, and writes what
 * fits into the pages it has.
 *
 * @returns what the database says of its full disk; undefined when no write met one of late
 */
export function watchForFullDisk(db: Db): () => string | undefined {
  const once = db.transaction.bind(db);
  let last = { reason: "", at: Number.NEGATIVE_INFINITY };
  const transaction: Db["transaction"] = async (work, settings) => {
    try {
      return await once(work, settings);
    } catch (error) {
      if (toCosmicError(error).code === "storage_full") {
        last = { reason: faultReason(error), at: performance.now() };
      }
      throw error;
    }
  };
  Object.assign(db, { transaction });
  return () => (performance.now() - last.at < TOLD_MS ? last.reason : undefined);
}
