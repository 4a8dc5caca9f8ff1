import type { Points } from "../points.ts";
import type { Neighbours } from "../reduction/cosine-neighbours.ts";
import { alongPrincipalAxes } from "../reduction/principal-axes.ts";
import { reduce } from "../reduction/reduce.ts";
import { align, type Place } from "./align.ts";

export interface DrawMapOptions {
  epochs: number;
  seed: number;
  /** Where each point was on the map before, if it was there. */
  previous: readonly (Place | undefined)[];
  onEpoch?: (share: number) => void;
}

const NEIGHBOURS = 15;
/** A map that goes on from an earlier one only lets new points settle: small steps, and few of them. */
const GOING_ON = { learningRate: 0.2, epochs: 0.25 };
/** What may lie beyond the edge of the map, so that a few far points do not crowd all others into its middle. */
const BEYOND_EDGE = 0.01;

/**
 * A place for each point, so that near ones are alike; nearly all within -1 to 1. With a map before, points start
 * where they were, and the whole is turned, mirrored and scaled onto it, so that people find again what they know.
 */
export function drawMap(points: Points, neighbours: Neighbours, options: DrawMapOptions): Place[] {
  const { epochs, seed, previous, onEpoch = () => {} } = options;
  if (neighbours.k === 0) return Array.from({ length: points.count }, () => ({ x: 0, y: 0 }));
  const known = previous.filter((place) => place !== undefined).length;
  const goesOn = known >= points.count / 2;
  const reduced = reduce(neighbours, {
    components: 2,
    neighbours: NEIGHBOURS,
    epochs: goesOn ? Math.ceil(epochs * GOING_ON.epochs) : epochs,
    minDistance: 0.1,
    seed,
    learningRate: goesOn ? GOING_ON.learningRate : 1,
    start: goesOn ? startFrom(previous, neighbours) : alongPrincipalAxes(points, 2, seed),
    onEpoch,
  });
  const places = Array.from({ length: points.count }, (_, row) => ({
    x: reduced.values[2 * row] ?? 0,
    y: reduced.values[2 * row + 1] ?? 0,
  }));
  const pairs = places.flatMap((from, row) => {
    const to = previous[row];
    return to ? [{ from, to }] : [];
  });
  const onto = align(pairs);
  return onto ? places.map(onto) : toFrame(places);
}

/** New points start beside the nearest that is known, or in the middle. */
function startFrom(previous: readonly (Place | undefined)[], { k, indices }: Neighbours): Points {
  const values = new Float64Array(previous.length * 2);
  for (const [row, own] of previous.entries()) {
    let place = own;
    for (let i = row * k; !place && i < (row + 1) * k; i++) place = previous[indices[i] ?? -1];
    values[2 * row] = Math.max(-1, Math.min(1, place?.x ?? 0));
    values[2 * row + 1] = Math.max(-1, Math.min(1, place?.y ?? 0));
  }
  return { count: previous.length, dimension: 2, values };
}

function toFrame(places: readonly Place[]): Place[] {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const x = middle(places.map((place) => place.x));
  const y = middle(places.map((place) => place.y));
  const far = places
    .map((place) => Math.max(Math.abs(place.x - x), Math.abs(place.y - y)))
    .sort((a, b) => a - b);
  const edge = far[Math.floor((far.length - 1) * (1 - BEYOND_EDGE))] || 1;
  return places.map((place) => ({ x: (place.x - x) / edge, y: (place.y - y) / edge }));
}
