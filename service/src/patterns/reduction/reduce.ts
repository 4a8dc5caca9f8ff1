import { UMAP } from "umap-js";
import type { Points } from "../points.ts";
import { mulberry32 } from "../seeded-random.ts";
import type { Neighbours } from "./cosine-neighbours.ts";

export interface ReduceOptions {
  /** Components of the result. */
  components: number;
  /** Neighbours that shape the result, the point itself not counted. */
  neighbours: number;
  epochs: number;
  /** How close points may lie; 0 packs clusters tightly. */
  minDistance: number;
  seed: number;
  /** How far the first rounds move points; 1 by default. */
  learningRate?: number;
  /** Where the points start, `[count, components]` within -1 to 1; random by default. */
  start?: Points;
  /** Called with the share done, 0 to 1; may throw to end the work. */
  onEpoch?: (share: number) => void;
}

/** UMAP starts within -10 to 10. */
const HALF_WIDTH = 10;
/** So much of the start is moved by chance, so that copies do not lie on each other. */
const SHAKE = 1e-4;

/**
 * UMAP (McInnes, Healy and Melville 2018) by `umap-js`, on exact cosine neighbours. Deterministic for one seed.
 *
 * @returns `[count, components]`
 */
export function reduce(neighbours: Neighbours, options: ReduceOptions): Points {
  const { components, epochs, onEpoch = () => {} } = options;
  const { k } = neighbours;
  const count = k === 0 ? 0 : neighbours.indices.length / k;
  const used = Math.min(k, options.neighbours);
  const umap = new UMAP({
    nComponents: components,
    nNeighbors: used + 1,
    nEpochs: epochs,
    minDist: options.minDistance,
    learningRate: options.learningRate ?? 1,
    random: startingAt(options.start, mulberry32(options.seed)),
  });
  // As in the reference, the point itself stands first among its neighbours.
  const rows = Array.from({ length: count }, (_, row) => row * k);
  umap.setPrecomputedKNN(
    rows.map((from, row) => [row, ...neighbours.indices.subarray(from, from + used)]),
    rows.map((from) => [0, ...distances(neighbours.cosines.subarray(from, from + used))]),
  );
  // With the neighbours given, of the points themselves only the number is looked at.
  umap.initializeFit(rows.map(() => []));
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    onEpoch((epoch + 1) / epochs);
  }
  return { count, dimension: components, values: Float64Array.from(umap.getEmbedding().flat()) };
}

const distances = (cosines: Float32Array) => Array.from(cosines, (cosine) => Math.max(0, 1 - cosine));

/**
 * `umap-js` has no option for where to start, but draws its start first, component by component: so the first numbers
 * it draws are the start that is wanted.
 */
function startingAt(start: Points | undefined, random: () => number): () => number {
  if (!start) return random;
  let drawn = 0;
  return () => {
    const place = start.values[drawn];
    if (place === undefined) return random();
    drawn++;
    const shaken = place * (1 - SHAKE) + (2 * random() - 1) * SHAKE;
    return (shaken * HALF_WIDTH + HALF_WIDTH) / (2 * HALF_WIDTH);
  };
}
