import type { ExperimentComparison, Metric } from "@cosmic/contract";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import type { LiveIndex } from "../../models/live-indexes.ts";
import { readJsonLines, type TextFile } from "../datasets/checked-lines.ts";
import type { DatasetRow } from "../datasets/dataset-rows.ts";
import type { ExperimentRow } from "../experiment-rows.ts";
import { bootstrap, type Statistic } from "../metrics/bootstrap.ts";

/** What a run has to work with. */
export interface Measuring {
  context: Context;
  experiment: ExperimentRow;
  dataset: DatasetRow | undefined;
  /** The index whose model is measured, with the passages that the run asks for. Nothing is written to it. */
  index: LiveIndex;
  signal: AbortSignal;
  /**
   * Says how far it is.
   *
   * @throws CosmicError `cancelled` if nobody wants to know any more
   */
  progress(done: number, total: number, message: string): Promise<void>;
}

/** Something that was measured, such as a query. The same id in two runs is the same thing. */
interface Item {
  id: string;
}

export interface Measured<T> {
  items: T[];
  seconds: { prepare: number; measure: number };
}

/** A metric, as a figure of all items that is made again for every sample of them. */
export interface Figure<T> {
  name: string;
  better: Metric["better"];
  of(items: readonly T[]): Statistic;
}

interface Definition<T extends Item> {
  checkItem: (value: unknown) => T;
  figures: readonly Figure<T>[];
  /** How many samples make an interval, where the default would take too long. */
  resamples?: number;
  /** False where two runs measure different things, so that nothing can be paired. */
  comparable: boolean;
  measure(measuring: Measuring): Promise<Measured<T>>;
}

export interface Kind {
  run(measuring: Measuring): Promise<Measured<unknown> & { metrics: Metric[] }>;
  /** @throws CosmicError `conflict` if nothing can be paired */
  compare(one: TextFile, other: TextFile): Promise<Pick<ExperimentComparison, "paired" | "differences">>;
}

/** A kind of experiment: what it measures, and its figures with their intervals, of one run or between two. */
export function defineKind<T extends Item>(definition: Definition<T>): Kind {
  const { figures, resamples, checkItem } = definition;
  const options = resamples === undefined ? {} : { resamples };
  return {
    async run(measuring) {
      const measured = await definition.measure(measuring);
      const { items } = measured;
      const metrics: Metric[] = [];
      for (const { name, better, of } of figures) {
        const { signal } = measuring;
        const { value, low, high } = await bootstrap(items.length, of(items), { ...options, signal });
        metrics.push({ name, value, low, high, better });
      }
      return { ...measured, metrics };
    },

    async compare(one, other) {
      if (!definition.comparable) {
        throw new CosmicError("conflict", "Runs of this kind have nothing in common that could be paired.");
      }
      const pairs = pairUp(await readItems(one, checkItem), await readItems(other, checkItem));
      const [ones, others] = [pairs.map(([item]) => item), pairs.map(([, item]) => item)];
      const differences: ExperimentComparison["differences"] = [];
      for (const { name, better, of } of figures) {
        const [figureOfOne, figureOfOther] = [of(ones), of(others)];
        const difference: Statistic = (drawn) => figureOfOne(drawn) - figureOfOther(drawn);
        const all = new Uint32Array(pairs.length).fill(1);
        const { value, low, high, p } = await bootstrap(pairs.length, difference, options);
        const values = { one: figureOfOne(all), other: figureOfOther(all) };
        differences.push({ name, ...values, difference: value, low, high, p, better });
      }
      return { paired: pairs.length, differences };
    },
  };
}

async function readItems<T extends Item>(
  file: TextFile,
  checkItem: (value: unknown) => T,
): Promise<Map<string, T>> {
  const items = new Map<string, T>();
  for await (const { value } of readJsonLines(file, checkItem)) items.set(value.id, value);
  return items;
}

function pairUp<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): [T, T][] {
  const pairs = [...one].flatMap(([id, item]): [T, T][] => {
    const same = other.get(id);
    return same === undefined ? [] : [[item, same]];
  });
  if (pairs.length > 0) return pairs;
  throw new CosmicError("conflict", "The two runs have measured nothing in common. Was the sample another?");
}
