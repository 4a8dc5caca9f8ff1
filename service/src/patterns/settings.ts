/** What was chosen by measurement; docs/themes.md says how. */

/** Fewer documents make no themes. */
export const LEAST_DOCUMENTS = 20;
/** Fewer documents are too few for densities. */
export const LEAST_FOR_DENSITY = 150;
/** Of more documents a sample makes the themes, and the others join them. */
export const MOST_CLUSTERED = 20_000;

/** Neighbours that are looked up for every document. */
export const NEIGHBOURS = 25;
/** The space in which densities are measured. */
export const REDUCED_DIMENSION = 5;
/** scikit-learn's `min_samples`. */
export const MIN_SAMPLES = 5;
/** Documents of the smallest theme of a small journal. */
export const LEAST_MEMBERS = 3;

/** Documents of the smallest theme of a larger journal: 5 of 500, 8 of 1,500, 12 of 5,000, 19 of 20,000. */
export const leastMembers = (documents: number): number =>
  Math.max(5, Math.round(0.7 * Math.cbrt(documents)));

/** Rounds of the reduction: more documents take longer, and need fewer. */
export const epochsFor = (documents: number): number => (documents <= 5_000 ? 400 : 200);
