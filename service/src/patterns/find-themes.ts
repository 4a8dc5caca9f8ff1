import { Worker } from "node:worker_threads";
import { CosmicError } from "../errors.ts";
import type { ThemeInput } from "./compute-themes.ts";
import { packTask, type ThemeReply } from "./theme-messages.ts";
import type { FoundThemes } from "./themes.ts";

export interface FindThemesOptions extends ThemeInput {
  /** Ends the thread at once. */
  signal?: AbortSignal | undefined;
  /** Is called with the share done, 0 to 1. */
  onProgress?: (share: number) => void;
}

/**
 * `computeThemes` on a thread of its own, which yields to what answers requests.
 *
 * @throws CosmicError `dimension_mismatch` for vectors of more than one length, `internal` when the thread fails; the
 * signal's reason when it aborts
 */
export async function findThemes({ signal, onProgress, ...input }: FindThemesOptions): Promise<FoundThemes> {
  signal?.throwIfAborted();
  refuseMixedVectors(input);
  const worker = new Worker(new URL("./find-themes-worker.ts", import.meta.url));
  const { promise, resolve, reject } = Promise.withResolvers<FoundThemes>();
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  worker.on("message", (reply: ThemeReply) => {
    if (reply.kind === "progress") onProgress?.(reply.share);
    else if (reply.kind === "found") resolve(reply.themes);
    else reject(new CosmicError("internal", `Themes could not be computed: ${reply.reason}`));
  });
  worker.on("error", (cause) =>
    reject(new CosmicError("internal", "The thread for themes failed.", { cause })),
  );
  worker.on("exit", () => reject(new CosmicError("internal", "The thread for themes ended.")));
  try {
    const task = packTask(input);
    worker.postMessage(task, [task.vectors.buffer]);
    return await promise;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await worker.terminate();
  }
}

function refuseMixedVectors({ documents }: ThemeInput): void {
  const dimension = documents[0]?.vector.length ?? 0;
  if (documents.every(({ vector }) => vector.length === dimension && dimension > 0)) return;
  throw new CosmicError(
    "dimension_mismatch",
    "Themes need vectors of one model; these are of different lengths.",
  );
}
