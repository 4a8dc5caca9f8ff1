import { type Transferable, Worker } from "node:worker_threads";
import { CosmicError } from "./errors.ts";

/** What a thread answers: progress any number of times, then what came of it. */
export type ThreadReply<Progress, Result> =
  | { kind: "progress"; progress: Progress }
  | { kind: "done"; result: Result }
  | { kind: "failed"; reason: string };

export interface OnThread<Task, Progress> {
  /** The file that the thread runs. */
  worker: URL;
  /** As faults call it, such as "Training". */
  name: string;
  task: Task;
  /** Memory of the task that is handed over, not copied. */
  transfer: Transferable[];
  onProgress(progress: Progress): void;
  /** Ends the thread at once. */
  signal?: AbortSignal | undefined;
}

/**
 * Has a task worked on by a thread of its own.
 *
 * @throws CosmicError `internal` when the thread fails; the signal's reason when it aborts
 */
export async function runOnThread<Task, Progress, Result>(run: OnThread<Task, Progress>): Promise<Result> {
  const { worker: file, name, task, transfer, onProgress, signal } = run;
  signal?.throwIfAborted();
  const worker = new Worker(file);
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  worker.on("message", (reply: ThreadReply<Progress, Result>) => {
    if (reply.kind === "progress") onProgress(reply.progress);
    else if (reply.kind === "done") resolve(reply.result);
    else reject(new CosmicError("internal", `${name} failed: ${reply.reason}`));
  });
  worker.on("error", (cause) =>
    reject(new CosmicError("internal", `${name}: its thread failed.`, { cause })),
  );
  worker.on("exit", () => reject(new CosmicError("internal", `${name}: its thread ended.`)));
  try {
    worker.postMessage(task, transfer);
    return await promise;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await worker.terminate();
  }
}
