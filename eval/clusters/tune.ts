import type { Row } from "../../bench/report.ts";
import { clusterDocuments } from "../../service/src/patterns/cluster-documents.ts";
import { adjustedRand, vMeasure } from "../../service/src/patterns/clustering/agreement.ts";
import { takeRows } from "../../service/src/patterns/points.ts";
import { cosineNeighbours } from "../../service/src/patterns/reduction/cosine-neighbours.ts";
import { epochsFor } from "../../service/src/patterns/settings.ts";
import type { LabelledSet } from "./labelled-set.ts";
import { show } from "./quality.ts";

const NEIGHBOURS = [10, 15, 25];
const COMPONENTS = [5, 10];
const MIN_SAMPLES = [3, 5];
const MIN_CLUSTER_SIZES = [5, 6, 8, 10];
const SEEDS = [1, 2];

/** Every setting on half of the intents, those with even numbers, so that the others have had no say. Best first. */
export function tune({ intents, points }: LabelledSet): Row[] {
  const rows = Array.from(intents.keys()).filter((row) => (intents[row] ?? 0) % 2 === 0);
  const half = takeRows(points, rows);
  const classes = rows.map((row) => intents[row] ?? -1);
  const epochs = epochsFor(half.count);
  const tried: Row[] = [];
  for (const neighbours of NEIGHBOURS) {
    const near = cosineNeighbours(half, neighbours);
    for (const components of COMPONENTS) {
      for (const minSamples of MIN_SAMPLES) {
        for (const minClusterSize of MIN_CLUSTER_SIZES) {
          const chosen = { neighbours, components, minSamples, minClusterSize, epochs };
          const runs = SEEDS.map((seed) => clusterDocuments(half, near, seed, undefined, chosen));
          const mean = (of: (labels: Int32Array) => number) =>
            runs.reduce((sum, { labels }) => sum + of(labels), 0) / runs.length;
          tried.push({
            neighbours,
            components,
            "min samples": minSamples,
            "min size": minClusterSize,
            themes: show(
              mean((labels) => new Set(labels.filter((label) => label >= 0)).size),
              0,
            ),
            V: show(mean((labels) => vMeasure(classes, labels).v)),
            ARI: show(mean((labels) => adjustedRand(classes, labels))),
            "outliers %": show(
              mean((labels) => (100 * labels.filter((label) => label < 0).length) / labels.length),
              1,
            ),
          });
        }
      }
    }
  }
  return tried.sort((a, b) => Number(b.V) - Number(a.V));
}
