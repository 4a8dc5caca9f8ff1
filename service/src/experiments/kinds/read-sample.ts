import { sampleRows } from "../../patterns/sample-documents.ts";
import type { ExperimentRow } from "../experiment-rows.ts";

export interface SampledRow<T> {
  /** Place among all rows, from 1: the same row has the same id in every run. */
  id: string;
  value: T;
}

/** At most so many rows as the experiment asks for, chosen by its seed, in their order. */
export async function readSample<T>(
  rows: AsyncIterable<{ value: T }>,
  { sample, seed }: Pick<ExperimentRow, "sample" | "seed">,
): Promise<SampledRow<T>[]> {
  const all: SampledRow<T>[] = [];
  for await (const { value } of rows) all.push({ id: String(all.length + 1), value });
  return chooseRows(all, sample ?? all.length, seed);
}

/** The same seed chooses the same ids again, whatever else there is. */
export function chooseRows<T extends { id: string }>(rows: readonly T[], most: number, seed: number): T[] {
  const chosen = sampleRows(
    rows.map(({ id }) => id),
    most,
    seed,
  );
  return chosen.flatMap((row) => rows[row] ?? []);
}
