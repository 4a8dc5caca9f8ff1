import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Row, seconds } from "../../bench/report.ts";
import { findThemes } from "../../service/src/patterns/find-themes.ts";
import { type Points, rowOf } from "../../service/src/patterns/points.ts";
import { mulberry32 } from "../../service/src/patterns/seeded-random.ts";
import type { LabelledSet } from "./labelled-set.ts";
import { show } from "./quality.ts";
import { toDocuments } from "./to-documents.ts";

/** Copies differ from their document by noise of this length, a vector having 1: a cosine of 0.89 with it. */
const NOISE = 0.5;

/**
 * Times of a whole run on a thread of its own. Beyond the size of the set its documents come again, their vectors with
 * noise, their texts as they are.
 */
export async function measureSpeed(
  set: LabelledSet,
  sizes: readonly number[],
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) {
    const documents = toDocuments(repeat(set, size));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const cpu = process.cpuUsage();
    let themes = 0;
    const took = await seconds(async () => {
      const running = findThemes({ documents, seed: 1, signal });
      // What packing the task costs is part of the time, but not of the waiting of others meanwhile.
      delay.enable();
      themes = (await running).themes.length;
      delay.disable();
    });
    const { user, system } = process.cpuUsage(cpu);
    const used = show((user + system) / 1e6, 1);
    const waited = show(delay.percentile(99) / 1e6, 1);
    rows.push({
      documents: size,
      seconds: show(took, 1),
      "CPU seconds": used,
      themes,
      "event loop p99 ms": waited,
    });
  }
  return rows;
}

function repeat({ texts, points }: LabelledSet, size: number): Pick<LabelledSet, "texts" | "points"> {
  const { count, dimension } = points;
  const random = mulberry32(size);
  // A sample of the set where it is larger, in an order that mixes the intents.
  const order = Array.from(texts.keys()).sort((a, b) => ((a * 7919) % count) - ((b * 7919) % count));
  const values = new Float32Array(size * dimension);
  for (let row = 0; row < size; row++) {
    const vector = rowOf(points, order[row % count] ?? 0);
    values.set(row < count ? vector : withNoise(vector, random), row * dimension);
  }
  const repeated: Points = { count: size, dimension, values };
  return {
    points: repeated,
    texts: Array.from({ length: size }, (_, row) => texts[order[row % count] ?? 0] ?? ""),
  };
}

function withNoise(vector: ArrayLike<number>, random: () => number): Float32Array {
  const scale = NOISE * Math.sqrt(3 / vector.length);
  const moved = Float32Array.from(vector, (value) => value + (2 * random() - 1) * scale);
  const length = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0));
  return moved.map((value) => value / length);
}
