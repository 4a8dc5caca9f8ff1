import { parentPort } from "node:worker_threads";
import { yieldToOthers } from "./ports/embedders/onnx/yield-to-others.ts";
import type { ThreadReply } from "./run-on-thread.ts";

/** The other side of `runOnThread`: works on the one task that comes, yields to what answers requests, and replies. */
export function workOnThread<Task, Progress, Result>(
  work: (task: Task, tell: (progress: Progress) => void) => Result,
): void {
  const port = parentPort;
  if (!port) throw new Error("this runs in a worker thread only");
  const reply = (message: ThreadReply<Progress, Result>) => port.postMessage(message);
  yieldToOthers();
  port.once("message", (task: Task) => {
    try {
      const result = work(task, (progress) => reply({ kind: "progress", progress }));
      reply({ kind: "done", result });
    } catch (fault) {
      const reason = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
      reply({ kind: "failed", reason });
    }
  });
}
