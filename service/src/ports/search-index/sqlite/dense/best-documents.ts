import { HighestScores } from "./highest-scores.ts";
import type { Candidate, DocumentScores } from "./user-matrix.ts";

export interface Wanted {
  /** How many documents. */
  count: number;
  minScore?: number | undefined;
  /** Keys of the documents that may be among them; without it, all. */
  admitted?: ReadonlySet<number> | undefined;
}

const LEAST_COSINE = -1;

/** The documents with the highest scores, in no order. More than were wanted if several tie for the last place. */
export function bestDocuments(scored: readonly DocumentScores[], wanted: Wanted): Candidate[] {
  const highest = new HighestScores(wanted.count, Math.max(wanted.minScore ?? LEAST_COSINE, LEAST_COSINE));
  const found: { scores: DocumentScores; document: number; score: number }[] = [];
  let floor = highest.floor;
  for (const scores of scored) {
    const { best } = scores;
    for (let document = 0; document < best.length; document++) {
      const score = best[document] ?? Number.NEGATIVE_INFINITY;
      if (score < floor) continue;
      if (wanted.admitted && !wanted.admitted.has(scores.documentKeyOf(document))) continue;
      floor = highest.add(score);
      found.push({ scores, document, score });
    }
  }
  return found
    .filter(({ score }) => score >= floor)
    .map(({ scores, document }) => scores.candidate(document));
}
