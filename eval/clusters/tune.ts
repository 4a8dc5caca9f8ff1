import type { Row } from "../../bench/report.ts";
import { meanOf } from "../../service/src/experiments/metrics/bootstrap.ts";
import { withNearOutliers } from "../../service/src/patterns/cluster-documents.ts";
import { adjustedRand, vMeasure } from "../../service/src/patterns/clustering/agreement.ts";
import { buildDendrogram, cutDendrogram } from "../../service/src/patterns/clustering/hdbscan.ts";
import { type Points, takeRows } from "../../service/src/patterns/points.ts";
import { cosineNeighbours } from "../../service/src/patterns/reduction/cosine-neighbours.ts";
import { reduce } from "../../service/src/patterns/reduction/reduce.ts";
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
  const tried = NEIGHBOURS.flatMap((neighbours) => {
    const near = cosineNeighbours(half, neighbours);
    return COMPONENTS.flatMap((components) => {
      const options = { components, neighbours, epochs: epochsFor(half.count), minDistance: 0 };
      const reduced = SEEDS.map((seed) => reduce(near, { ...options, seed }));
      return tryCuts(half, reduced, classes).map((row) => ({ neighbours, components, ...row }));
    });
  });
  return tried.sort((a, b) => Number(b.V) - Number(a.V));
}

/** Means over the seeds. */
function tryCuts(points: Points, reduced: readonly Points[], classes: readonly number[]) {
  return MIN_SAMPLES.flatMap((minSamples) => {
    const dendrograms = reduced.map((space) => buildDendrogram(space, minSamples));
    return MIN_CLUSTER_SIZES.map((minClusterSize) => {
      const runs = dendrograms.map((dendrogram) => {
        const { labels } = cutDendrogram(dendrogram, { minClusterSize });
        return withNearOutliers(points, labels);
      });
      const mean = (of: (run: (typeof runs)[number]) => number) => meanOf(runs.map(of));
      const outliers = (labels: Int32Array) => labels.filter((label) => label < 0).length;
      return {
        "min samples": minSamples,
        "min size": minClusterSize,
        themes: show(
          mean(({ clusters }) => clusters.length),
          0,
        ),
        V: show(mean(({ labels }) => vMeasure(classes, labels).v)),
        ARI: show(mean(({ labels }) => adjustedRand(classes, labels))),
        "outliers %": show(
          mean(({ labels }) => (100 * outliers(labels)) / labels.length),
          1,
        ),
      };
    });
  });
}
