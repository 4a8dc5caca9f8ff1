import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { JobContext } from "../ports/queue/queue.ts";
import { tuningEpochs } from "./tables.ts";
import type { Epoch, TrainingParameters } from "./training/train.ts";
import { type TrainingResult, type TrainingTask, trainOnThread } from "./training/train-on-thread.ts";
import { mustRun, type TuningRow } from "./tuning-rows.ts";

/** Trains, and writes each epoch down as it comes. Ends when the run is no longer wanted. */
export async function trainAndTell(
  { database: { orm } }: Context,
  run: TuningRow,
  task: Omit<TrainingTask, "parameters">,
  { progress, signal }: Pick<JobContext, "progress" | "signal">,
): Promise<TrainingResult> {
  // Of a run that was interrupted.
  await orm.delete(tuningEpochs).where(eq(tuningEpochs.runId, run.id));
  const unwanted = new AbortController();
  let told = Promise.resolve();
  const tell = async ({ epoch, trainingLoss, validationLoss }: Epoch) => {
    await mustRun(orm, run.id);
    await orm.insert(tuningEpochs).values({ runId: run.id, epoch, trainingLoss, validationLoss });
  };
  const trained = await trainOnThread(
    { ...task, parameters: parametersOf(run) },
    (epoch) => {
      progress(epoch.epoch, run.epochs, "training");
      told = told.then(() => tell(epoch)).catch((reason) => unwanted.abort(reason));
    },
    AbortSignal.any([signal, unwanted.signal]),
  );
  await told;
  unwanted.signal.throwIfAborted();
  return trained;
}

function parametersOf(run: TuningRow): TrainingParameters {
  const { rank, epochs, learningRate, batch, temperature, hardNegatives, seed } = run;
  return { rank: rank ?? undefined, epochs, learningRate, batch, temperature, hardNegatives, seed };
}
