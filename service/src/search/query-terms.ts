import { createAnalyser } from "../ports/search-index/lexical/analyse.ts";

const analyser = createAnalyser();

/** Words of a query that tell something, as the words leg counts them: no stop words, no repetitions. */
export function countTerms(query: string): number {
  return analyser.query(query).terms.length;
}
