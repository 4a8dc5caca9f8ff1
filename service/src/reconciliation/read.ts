import { Reconciliation } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { Value } from "typebox/value";
import type { Db } from "../db/open.ts";
import { reconciliations } from "../db/schema.ts";

/** The report of the last comparison of this index, if there was one. */
export async function readReconciliation(db: Db, indexId: string): Promise<Reconciliation | null> {
  const [row] = await db.select().from(reconciliations).where(eq(reconciliations.indexId, indexId));
  return Value.Check(Reconciliation, row?.report) ? row.report : null;
}
