import { setTimeout as sleep } from "node:timers/promises";
import type { ReportFault } from "../../faults.ts";
import type { Claim, JobTable } from "./job-table.ts";
import type { End } from "./run.ts";

/** Waits between the tries to write down how a run ended, in milliseconds. */
const WRITE_AGAIN_MS = [100, 1_000, 5_000];

/** Writes down in the table how the run of a claim ended. Never rejects. */
export async function settle(table: JobTable, claim: Claim, end: End, report: ReportFault): Promise<void> {
  for (const wait of [...WRITE_AGAIN_MS, undefined]) {
    try {
      await write(table, claim, end);
      return;
    } catch (error) {
      report("error", `How ${claim.name} ${claim.id} ended could not be written down.`, error);
      if (wait !== undefined) await sleep(wait);
    }
  }
}

async function write(table: JobTable, claim: Claim, end: End): Promise<void> {
  if (end.as === "completed") await table.complete(claim, end.output);
  else if (end.as === "failed") await table.fail(claim, end.output);
  else if (end.as === "again") await table.putBack(claim, end);
}
