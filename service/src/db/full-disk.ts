import { FullDisk } from "../full-disk.ts";
import type { Db } from "./open.ts";

/**
 * Watches the transactions for a disk without space.
 *
 * @returns what the database says of its full disk; undefined when no write met one of late
 */
export function watchForFullDisk(db: Db): () => string | undefined {
  const once = db.transaction.bind(db);
  const disk = new FullDisk();
  const transaction: Db["transaction"] = (work, settings) => disk.watch(once(work, settings));
  Object.assign(db, { transaction });
  return () => disk.reason;
}
