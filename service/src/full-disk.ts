import { faultReason, toCosmicError } from "./faults.ts";

/** How long it is told of after the last write that met it. */
const TOLD_MS = 10_000;

/** Remembers that writes of late found no space. A store on such a disk still answers who reads, so asking it tells nothing. */
export class FullDisk {
  #reason = "";
  #at = Number.NEGATIVE_INFINITY;

  /** Resolves as the write does. */
  async watch<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } catch (error) {
      if (toCosmicError(error).code === "storage_full") {
        this.#reason = faultReason(error);
        this.#at = performance.now();
      }
      throw error;
    }
  }

  /** What the last write said; undefined when none met a full disk of late. */
  get reason(): string | undefined {
    return performance.now() - this.#at < TOLD_MS ? this.#reason : undefined;
  }
}
