import type { Highlight } from "@cosmic/contract";
import { type AnalysedQuery, createAnalyser } from "../ports/search-index/lexical/analyse.ts";

const analyser = createAnalyser();

/** A query as the words leg takes it: no stop words, no repetitions. */
export function analyseQuery(query: string, prefix = false): AnalysedQuery {
  return analyser.query(query, { prefix });
}

/**
 * Where a text has words of the query, in any of their forms.
 *
 * @param offset added to all positions: where the text begins in a longer one
 * @returns ascending, in UTF-16 code units, end exclusive; a compound counts once, as a whole
 */
export function findHighlights(text: string, { terms, phrases }: AnalysedQuery, offset: number): Highlight[] {
  const stems = new Set(terms.map(({ stem }) => stem));
  const words = new Set([...terms.map(({ exact }) => exact), ...phrases.flat()]);
  const beginnings = terms.filter(({ prefix }) => prefix).map(({ exact }) => exact);
  const found: Highlight[] = [];
  let end = -1;
  for (const term of analyser.text(text)) {
    const meant =
      stems.has(term.stem) ||
      words.has(term.exact) ||
      beginnings.some((beginning) => term.exact.startsWith(beginning));
    // The parts of a compound follow it.
    if (!meant || term.start < end) continue;
    end = term.end;
    found.push({ start: term.start + offset, end: term.end + offset, kind: "word" });
  }
  return found;
}
