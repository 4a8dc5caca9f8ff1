import type { Place } from "./view.ts";

/** Comparing 20,000 places with one takes a tenth of a millisecond: no tree is needed. */

/** @returns index of the place nearest to `at` and no farther than `reach`, or undefined */
export function nearest(places: readonly Place[], at: Place, reach: number): number | undefined {
  let found: number | undefined;
  let least = reach * reach;
  for (const [i, { x, y }] of places.entries()) {
    const distance = (x - at.x) ** 2 + (y - at.y) ** 2;
    if (distance <= least) [found, least] = [i, distance];
  }
  return found;
}

export type Direction = "left" | "right" | "up" | "down";

/** How much farther a place seems that lies across the direction. */
const ACROSS = 2.5;

/** @returns index of the nearest place that lies more in this direction than beside it, or undefined */
export function nextIn(direction: Direction, places: readonly Place[], from: Place): number | undefined {
  const level = direction === "left" || direction === "right";
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  let found: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, { x, y }] of places.entries()) {
    const [dx, dy] = [x - from.x, y - from.y];
    const along = sign * (level ? dx : dy);
    const across = Math.abs(level ? dy : dx);
    if (along <= 0 || across > along) continue;
    const distance = along + ACROSS * across;
    if (distance < least) [found, least] = [i, distance];
  }
  return found;
}

/** @returns indices of the places within a closed line, which may cross itself */
export function within(line: readonly Place[], places: readonly Place[]): number[] {
  return places.flatMap((place, i) => (isWithin(line, place) ? i : []));
}

/** A ray to the right crosses the line an odd number of times. */
function isWithin(line: readonly Place[], { x, y }: Place): boolean {
  let inside = false;
  let last = line.at(-1);
  for (const corner of line) {
    if (last && corner.y > y !== last.y > y) {
      const crossing = ((last.x - corner.x) * (y - corner.y)) / (last.y - corner.y) + corner.x;
      if (x < crossing) inside = !inside;
    }
    last = corner;
  }
  return inside;
}
