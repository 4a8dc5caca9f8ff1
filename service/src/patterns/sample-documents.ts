import { type DocumentClusters, nearestCluster } from "./cluster-documents.ts";
import { hash } from "./hash.ts";
import type { Place } from "./map/align.ts";
import { type Points, rowOf, takeRows } from "./points.ts";
import { cosineNeighboursOf } from "./reduction/cosine-neighbours.ts";

/**
 * Rows of at most `most` documents, chosen by what their ids hash to: the same seed chooses the same documents again,
 * whatever has been added or removed beside them.
 *
 * @returns in rising order
 */
export function sampleRows(ids: readonly string[], most: number, seed: number): number[] {
  const rows = [...ids.keys()];
  if (ids.length <= most) return rows;
  const hashes = ids.map((id) => hash(`${seed} ${id}`));
  rows.sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || a - b);
  return rows.slice(0, most).sort((a, b) => a - b);
}

/** What was found on a sample, for all: documents beside it join the clusters that they are near to. */
export function spreadClusters(
  points: Points,
  sample: readonly number[],
  found: DocumentClusters,
): DocumentClusters {
  const labels = new Int32Array(points.count);
  const probabilities = new Array<number | undefined>(points.count).fill(undefined);
  const sampled = new Map(sample.map((row, i) => [row, i]));
  for (let row = 0; row < points.count; row++) {
    const i = sampled.get(row);
    labels[row] =
      i === undefined ? nearestCluster(rowOf(points, row), found.clusters) : (found.labels[i] ?? -1);
    if (i !== undefined) probabilities[row] = found.probabilities[i];
  }
  return { ...found, labels, probabilities };
}

/** Documents beside the sample lie on the map in the middle of their three nearest in the sample. */
export function spreadPlaces(points: Points, sample: readonly number[], found: readonly Place[]): Place[] {
  const places = new Array<Place>(points.count).fill({ x: 0, y: 0 });
  for (const [i, row] of sample.entries()) places[row] = found[i] ?? { x: 0, y: 0 };
  const sampled = new Set(sample);
  const others = Array.from({ length: points.count }, (_, row) => row).filter((row) => !sampled.has(row));
  const { k, indices } = cosineNeighboursOf(takeRows(points, others), takeRows(points, sample), 3);
  for (const [i, row] of others.entries()) {
    const near = Array.from(indices.subarray(i * k, (i + 1) * k), (at) => found[at] ?? { x: 0, y: 0 });
    places[row] = {
      x: near.reduce((sum, { x }) => sum + x, 0) / Math.max(1, near.length),
      y: near.reduce((sum, { y }) => sum + y, 0) / Math.max(1, near.length),
    };
  }
  return places;
}
