import { parentPort } from "node:worker_threads";
import { yieldToOthers } from "../../ports/embedders/onnx/yield-to-others.ts";
import type { ThreadReply } from "../../run-on-thread.ts";
import { compareScores, scoreOnTest } from "./evaluate.ts";
import { type Epoch, train } from "./train.ts";
import type { TrainingResult, TrainingTask } from "./train-on-thread.ts";

const port = parentPort;
if (!port) throw new Error("the thread for training runs in a worker thread only");
const reply = (message: ThreadReply<Epoch, TrainingResult>) => port.postMessage(message);

yieldToOthers();
port.once("message", ({ set, split, parameters }: TrainingTask) => {
  try {
    const trained = train(set, split, parameters, (progress) => reply({ kind: "progress", progress }));
    const compared = compareScores(scoreOnTest(set, split.test, trained.adapter));
    reply({ kind: "done", result: { ...trained, compared } });
  } catch (fault) {
    reply({
      kind: "failed",
      reason: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
    });
  }
});
