import type { Db } from "../db/open.ts";
import { tuningMetrics } from "./tables.ts";
import type { Compared } from "./training/evaluate.ts";

export async function saveMetrics(db: Db, runId: string, compared: readonly Compared[]): Promise<void> {
  await db.insert(tuningMetrics).values(
    compared.map(({ name, base, adapter, difference }, position) => ({
      runId,
      position,
      name,
      base: base.mean,
      baseLow: base.low,
      baseHigh: base.high,
      adapter: adapter.mean,
      adapterLow: adapter.low,
      adapterHigh: adapter.high,
      difference: difference.mean,
      differenceLow: difference.low,
      differenceHigh: difference.high,
    })),
  );
}
