import { fuse } from "../../service/src/search/fuse.ts";
import { analyseQuery } from "../../service/src/search/query-terms.ts";
import { CANDIDATES, type Fusion, fuseAsTheServiceDoes, reciprocalRankFusion, toLegs } from "./fusions.ts";
import type { LexicalPart, QueryLegs } from "./leg-dump.ts";

export interface Ablation {
  /** What is off. */
  name: string;
  fusion: Fusion;
  /** Whether a dump has what it needs. */
  needs?: LexicalPart;
}

/** The ranking with one part off, on both legs as they were found. The first has everything on. */
export const ABLATIONS: readonly Ablation[] = [
  { name: "everything on", fusion: fuseAsTheServiceDoes },
  { name: "words side by side", fusion: withWordsWithout("pairs"), needs: "pairs" },
  { name: "exact form beside the stem", fusion: withWordsWithout("exact"), needs: "exact" },
  { name: "points that follow the words of the query: always 15", fusion: withPoints(15) },
  { name: "points that follow the words of the query: always 75", fusion: withPoints(75) },
  { name: "points that follow the words of the query: always 200", fusion: withPoints(200) },
  { name: "scores: ranks instead (RRF, k = 60)", fusion: reciprocalRankFusion(60) },
  { name: "100 candidates a leg: 20", fusion: withCandidates(20) },
  { name: "keyword leg", fusion: ({ semantic }) => semantic.map(({ id }) => id) },
  { name: "semantic leg", fusion: ({ keyword }) => keyword.map(({ id }) => id) },
];

function withWordsWithout(part: LexicalPart): Fusion {
  return (legs) => {
    const keyword = legs.without?.[part]?.map((hit) => ({ ...hit, cosine: 0 })) ?? [];
    return fuseAsTheServiceDoes({ ...legs, keyword });
  };
}

function withPoints(points: number): Fusion {
  return (legs) => ranked(legs, CANDIDATES, points);
}

function withCandidates(count: number): Fusion {
  return (legs) => ranked(legs, count);
}

function ranked(legs: Omit<QueryLegs, "grades">, candidates: number, points?: number): string[] {
  const { terms } = analyseQuery(legs.text);
  return fuse(toLegs(legs, candidates), terms.length, points).map(({ documentId }) => documentId);
}
