import { runOnThread } from "../../run-on-thread.ts";
import type { Compared } from "./evaluate.ts";
import type { Split } from "./split-pairs.ts";
import type { Epoch, Trained, TrainingParameters } from "./train.ts";
import type { TrainingSet } from "./training-set.ts";

export interface TrainingTask {
  set: TrainingSet;
  split: Split;
  parameters: TrainingParameters;
}

export interface TrainingResult extends Trained {
  compared: Compared[];
}

/** Trains and compares on a thread of its own, which yields to what answers requests. The vectors are handed over. */
export function trainOnThread(
  task: TrainingTask,
  onEpoch: (epoch: Epoch) => void,
  signal: AbortSignal,
): Promise<TrainingResult> {
  const { queries, passages, firstPassages } = task.set;
  return runOnThread<TrainingTask, Epoch, TrainingResult>({
    worker: new URL("./train-worker.ts", import.meta.url),
    name: "Training",
    task,
    transfer: [queries.values, passages.values, firstPassages]
      .map(({ buffer }) => buffer)
      .filter((buffer) => buffer instanceof ArrayBuffer),
    onProgress: onEpoch,
    signal,
  });
}
