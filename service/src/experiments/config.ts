import type { EnvReader } from "../env-reader.ts";

export interface ExperimentsConfig {
  /** Bytes that the files of one dataset may have together. */
  maxDatasetBytes: number;
}

export function readExperimentsConfig(read: EnvReader): ExperimentsConfig {
  return { maxDatasetBytes: read.integer("MAX_DATASET_BYTES", 200_000_000, { min: 1 }) };
}
