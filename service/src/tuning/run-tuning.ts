import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { faultReason } from "../faults.ts";
import { describeMachine } from "../machine.ts";
import type { JobContext } from "../ports/queue/queue.ts";
import { VERSION } from "../version.ts";
import { embedPairs } from "./pairs/embed-pairs.ts";
import { numberPairs } from "./pairs/number-pairs.ts";
import { readPairs } from "./pairs/read-pairs.ts";
import { saveMetrics } from "./save-metrics.ts";
import { storeAdapter } from "./store-adapter.ts";
import { tuningRuns } from "./tables.ts";
import { trainAndTell } from "./train-and-tell.ts";
import { type Split, splitPairs } from "./training/split-pairs.ts";
import { deleteTuningFiles } from "./tuning-files.ts";
import { tuningJob } from "./tuning-job.ts";
import { cancelled, changeTuning, mustRun, type TuningRow } from "./tuning-rows.ts";

type Job = Pick<JobContext, "attempt" | "signal" | "progress">;

/** Of fewer, an interval says nothing. */
const LEAST_TEST_QUERIES = 10;
const LEAST_VALIDATION_PAIRS = 3;

/** The job: learns an adapter, judges it, and stores it. One that was interrupted begins again, with the same result. */
export async function runTuning(
  context: Context,
  { run_id: id }: { run_id: string },
  job: Job,
): Promise<Record<string, unknown>> {
  const begun = { state: "running", startedAt: new Date(), endedAt: null, error: null } as const;
  const run = await changeTuning(
    context.database.orm,
    id,
    ["pending", "running", "failed", "cancelled"],
    begun,
  );
  try {
    return run ? { verdict: await learn(context, run, job) } : {};
  } catch (error) {
    const state = await endedBy(context, id, job, error);
    if (state === undefined) throw error;
    return { state };
  } finally {
    await tidy(context, id);
  }
}

async function learn(context: Context, run: TuningRow, job: Job): Promise<string> {
  const { orm } = context.database;
  const began = performance.now();
  const index = await context.indexes.open(run.baseIndexId);
  const numbered = numberPairs(await readPairs(context, run));
  const split = splitPairs(numbered.pairs, run.heldOutShare, run.seed);
  const testQueries = refuseTooFew(split);
  const set = await embedPairs(index, numbered, job.signal, async (done, total) => {
    job.progress(done, total, "embedding");
    await mustRun(orm, run.id);
  });
  const prepared = performance.now();
  const trained = await trainAndTell(context, run, { set, split }, job);
  const measured = {
    trainingPairs: split.training.length,
    validationPairs: split.validation.length,
    testPairs: split.test.length,
    testQueries,
    documents: numbered.documents.length,
    bestEpoch: trained.best,
    verdict: (trained.compared[0]?.difference.low ?? 0) > 0 ? ("gain" as const) : ("no_gain" as const),
    prepareSeconds: (prepared - began) / 1000,
    trainSeconds: (performance.now() - prepared) / 1000,
    ...describeMachine(),
    serviceVersion: VERSION,
  };
  const stored = await storeAdapter(context, { ...run, ...measured }, trained, job.signal);
  await orm.transaction(async (tx) => {
    const values = { ...measured, ...stored, state: "completed" as const, endedAt: new Date() };
    if (!(await changeTuning(tx, run.id, ["running"], values))) throw cancelled();
    await saveMetrics(tx, run.id, trained.compared);
  });
  return measured.verdict;
}

/** @returns how many queries the test has */
function refuseTooFew({ training, validation, test }: Split): number {
  const queries = new Set(test.map(({ query }) => query)).size;
  if (queries >= LEAST_TEST_QUERIES && validation.length >= LEAST_VALIDATION_PAIRS && training.length > 0)
    return queries;
  const pairs = training.length + validation.length + test.length;
  throw new CosmicError(
    "not_enough_pairs",
    `Of ${pairs} pairs, ${queries} queries can be held out that share nothing with the others; ${LEAST_TEST_QUERIES} are needed. Give more pairs, with different queries and documents.`,
  );
}

/**
 * Says in the row why nothing was learned, unless the job runs again.
 *
 * @returns the state of a run that has ended for good, without being at fault
 */
async function endedBy(
  { database }: Context,
  id: string,
  { signal, attempt }: Job,
  error: unknown,
): Promise<string | undefined> {
  const cause: unknown = signal.aborted ? signal.reason : error;
  const code = cause instanceof CosmicError ? cause.code : undefined;
  const endedAt = new Date();
  if (code === "cancelled") {
    await changeTuning(database.orm, id, ["running"], { state: "cancelled", endedAt });
    return "cancelled";
  }
  const hopeless = code === "not_enough_pairs";
  const again = code === "stopping" || (cause instanceof CosmicError && cause.retryAfter !== undefined);
  if (hopeless || (!again && attempt >= tuningJob.attempts))
    await changeTuning(database.orm, id, ["running"], {
      state: "failed",
      error: faultReason(error),
      endedAt,
    });
  return hopeless ? "failed" : undefined;
}

/** Nothing stays in the store of a run that has ended otherwise than with an adapter, or that is there no more. */
async function tidy(context: Context, id: string): Promise<void> {
  const [row] = await context.database.orm
    .select({ state: tuningRuns.state })
    .from(tuningRuns)
    .where(eq(tuningRuns.id, id));
  if (row?.state !== "running" && row?.state !== "completed") await deleteTuningFiles(context, id);
}
