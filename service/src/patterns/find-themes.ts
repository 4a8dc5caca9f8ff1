import { CosmicError } from "../errors.ts";
import { runOnThread } from "../run-on-thread.ts";
import type { ThemeInput } from "./compute-themes.ts";
import { packTask, type ThemeTask } from "./theme-messages.ts";
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
  const task = packTask(input);
  return runOnThread<ThemeTask, number, FoundThemes>({
    worker: new URL("./find-themes-worker.ts", import.meta.url),
    name: "Finding themes",
    task,
    transfer: [task.vectors.buffer],
    onProgress: (share) => onProgress?.(share),
    signal,
  });
}

function refuseMixedVectors({ documents }: ThemeInput): void {
  const dimension = documents[0]?.vector.length ?? 0;
  if (documents.every(({ vector }) => vector.length === dimension && dimension > 0)) return;
  throw new CosmicError(
    "dimension_mismatch",
    "Themes need vectors of one model; these are of different lengths.",
  );
}
