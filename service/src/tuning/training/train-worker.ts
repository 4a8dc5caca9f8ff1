import { workOnThread } from "../../work-on-thread.ts";
import { compareScores, scoreOnTest } from "./evaluate.ts";
import { type Epoch, train } from "./train.ts";
import type { TrainingResult, TrainingTask } from "./train-on-thread.ts";

workOnThread<TrainingTask, Epoch, TrainingResult>(({ set, split, parameters }, tell) => {
  const trained = train(set, split, parameters, tell);
  return { ...trained, compared: compareScores(scoreOnTest(set, split.test, trained.adapter)) };
});
