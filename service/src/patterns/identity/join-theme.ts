import { dot } from "../clustering/centroids.ts";

/** Where a theme is: what a new entry has to be near to. */
export interface ThemePlace {
  id: string;
  /** Unit vector. */
  centroid: Float32Array;
  /** The cosine with the centroid from which on an entry belongs to the theme. */
  reach: number;
}

/** Of the members that made a theme, so many in a hundred may lie beyond its reach. */
const BEYOND_REACH = 0.05;

/**
 * The theme that an entry belongs to without a new run: the one with the nearest centroid, if the entry is within its
 * reach.
 *
 * @param vector unit vector
 */
export function joinTheme<T extends Omit<ThemePlace, "id">>(
  vector: ArrayLike<number>,
  themes: readonly T[],
): { theme: T; cosine: number } | undefined {
  let nearest: { theme: T; cosine: number } | undefined;
  for (const theme of themes) {
    const cosine = dot(vector, theme.centroid);
    if (!nearest || cosine > nearest.cosine) nearest = { theme, cosine };
  }
  return nearest && nearest.cosine >= nearest.theme.reach ? nearest : undefined;
}

/** @param cosines of the members with the centroid */
export function reachOf(cosines: readonly number[]): number {
  const sorted = [...cosines].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * BEYOND_REACH)] ?? 1;
}
