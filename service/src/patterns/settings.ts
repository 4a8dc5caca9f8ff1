/** What was chosen by measurement; docs/themes.md says how. */

/** Fewer documents make no themes. */
export const LEAST_DOCUMENTS = 20;
/**
 * A journal of fewer is small: what all its entries have in common is taken away, and it has settings of its own. With
 * more, that made the cut change much with little (docs/adr/0033).
 */
export const FEW = 150;
/** Of more documents a sample makes the themes, and the others join them. */
export const MOST_CLUSTERED = 20_000;

/** Neighbours that are looked up for every document. */
export const NEIGHBOURS = 25;
/** Those of them that shape the reduced space: few in a small journal, where the 25th is of another theme. */
export const neighboursOf = (documents: number): number =>
  documents < FEW ? Math.max(8, Math.round(documents / 15)) : NEIGHBOURS;
/** The space in which densities are measured. */
export const REDUCED_DIMENSION = 5;
/** scikit-learn's `min_samples`. */
export const minSamples = (documents: number): number => (documents < FEW ? 2 : 5);

/** Documents of the smallest theme: 3 of 60, 5 of 120 to 500, 8 of 1,500, 12 of 5,000, 19 of 20,000. */
export const leastMembers = (documents: number): number =>
  Math.max(between(3, documents / 25, 5), Math.round(0.7 * Math.cbrt(documents)));

/** Rounds of the reduction: more documents take longer, and need fewer. */
export const epochsFor = (documents: number): number => (documents <= 5_000 ? 400 : 200);

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round(value)));
}
