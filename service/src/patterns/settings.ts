/** What was chosen by measurement; docs/themes.md says how. */

/** Fewer documents make no themes. */
export const LEAST_DOCUMENTS = 20;
/** Fewer documents are too few for densities. */
export const LEAST_FOR_DENSITY = 150;
/** Of more documents a sample makes the themes, and the others join them. */
export const MOST_CLUSTERED = 20_000;

/** Neighbours that are looked up for every document. */
export const NEIGHBOURS = 15;
/** The space in which densities are measured. */
export const REDUCED_DIMENSION = 5;
/** scikit-learn's `min_samples`. */
export const MIN_SAMPLES = 3;
/** Documents of the smallest theme of a small journal. */
export const LEAST_MEMBERS = 3;

/** Documents of the smallest theme of a larger journal: it grows with the root of their number. */
export const leastMembers = (documents: number): number =>
  Math.max(5, Math.min(40, Math.round(Math.sqrt(documents) / 7)));

/** Rounds of the reduction: more documents take longer, and need fewer. */
export const epochsFor = (documents: number): number => (documents <= 5_000 ? 400 : 200);
