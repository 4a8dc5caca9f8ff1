import { parentPort } from "node:worker_threads";
import { yieldToOthers } from "../ports/embedders/onnx/yield-to-others.ts";
import { computeThemes } from "./compute-themes.ts";
import { type ThemeReply, type ThemeTask, unpackTask } from "./theme-messages.ts";

const port = parentPort;
if (!port) throw new Error("the thread for themes runs in a worker thread only");
const reply = (message: ThemeReply) => port.postMessage(message);

/** Progress is told in steps of a hundredth. */
const STEP = 0.01;

yieldToOthers();
port.once("message", (task: ThemeTask) => {
  try {
    let told = 0;
    const themes = computeThemes(unpackTask(task), (share) => {
      if (share < told + STEP) return;
      told = share;
      reply({ kind: "progress", share });
    });
    reply({ kind: "found", themes });
  } catch (fault) {
    reply({
      kind: "failed",
      reason: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
    });
  }
});
