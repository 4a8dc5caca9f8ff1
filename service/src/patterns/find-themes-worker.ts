import { parentPort } from "node:worker_threads";
import { yieldToOthers } from "../ports/embedders/onnx/yield-to-others.ts";
import type { ThreadReply } from "../run-on-thread.ts";
import { computeThemes } from "./compute-themes.ts";
import { type ThemeTask, unpackTask } from "./theme-messages.ts";
import type { FoundThemes } from "./themes.ts";

const port = parentPort;
if (!port) throw new Error("the thread for themes runs in a worker thread only");
const reply = (message: ThreadReply<number, FoundThemes>) => port.postMessage(message);

/** Progress is told in steps of a hundredth. */
const STEP = 0.01;

yieldToOthers();
port.once("message", (task: ThemeTask) => {
  try {
    let told = 0;
    const result = computeThemes(unpackTask(task), (share) => {
      if (share < told + STEP) return;
      told = share;
      reply({ kind: "progress", progress: share });
    });
    reply({ kind: "done", result });
  } catch (fault) {
    reply({
      kind: "failed",
      reason: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
    });
  }
});
