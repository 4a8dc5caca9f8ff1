import { type AnalysedQuery, pairsOf, type Term } from "../lexical/analyse.ts";

/** Components of a sparse vector that are not 0. */
export interface WordVector {
  indices: number[];
  values: number[];
}

// BM25, split in two: here what a passage gives, in Qdrant the rarity of each component among the user's passages.
const K1 = 1.2;
const B = 0.75;

/**
 * Words of a passage of usual length: of 64 tokens, in English diaries. It cannot be the mean of the user's passages,
 * because that changes with every passage while these vectors stay.
 */
const USUAL_LENGTH = 37;

/** As in the SQLite adapter: the form that was asked for counts beside its stem. */
const EXACT_WEIGHT = 0.5;
/** As there: two words side by side are an exact word and its stem in one. */
const PAIR_WEIGHT = 1 + EXACT_WEIGHT;

/** Of a longer unfinished word only so much is looked at. */
const LONGEST_PREFIX = 20;

type Kind = "stem" | "exact" | "prefix" | "pair";

/**
 * A component for every stem, every exact form, every beginning of a word, and every two telling words side by side.
 *
 * @returns undefined where there are no words
 */
export function passageVector(terms: readonly Term[]): WordVector | undefined {
  const counts = new Map<number, number>();
  const count = (kind: Kind, text: string) => {
    const index = indexOf(kind, text);
    counts.set(index, (counts.get(index) ?? 0) + 1);
  };
  let length = 0;
  for (const { exact, stem, compound } of terms) {
    count("stem", stem);
    count("exact", exact);
    if (compound) continue;
    length++;
    for (let size = 1; size <= Math.min(exact.length, LONGEST_PREFIX); size++)
      count("prefix", exact.slice(0, size));
  }
  for (const pair of pairsOf(terms)) count("pair", pair.join(" "));
  if (counts.size === 0) return undefined;
  const damping = K1 * (1 - B + (B * length) / USUAL_LENGTH);
  const saturation = (n: number) => Math.round(((n * (K1 + 1)) / (n + damping)) * 10_000) / 10_000;
  return { indices: [...counts.keys()], values: [...counts.values()].map(saturation) };
}

/** @returns undefined where nothing is asked for */
export function queryVector({ terms, pairs, phrases }: AnalysedQuery): WordVector | undefined {
  const weights = new Map<number, number>();
  const add = (kind: Kind, text: string, weight: number) => {
    const index = indexOf(kind, text);
    weights.set(index, (weights.get(index) ?? 0) + weight);
  };
  for (const { exact, stem, prefix } of terms) {
    if (prefix) add("prefix", exact.slice(0, LONGEST_PREFIX), 1);
    else add("stem", stem, 1);
    add("exact", exact, EXACT_WEIGHT);
  }
  for (const pair of pairs) add("pair", pair.join(" "), PAIR_WEIGHT);
  // A phrase counts as much as one word. Also a phrase of stop words alone has to give a score.
  for (const phrase of phrases) for (const word of phrase) add("exact", word, 1 / phrase.length);
  if (weights.size === 0) return undefined;
  return { indices: [...weights.keys()], values: [...weights.values()] };
}

/**
 * 32-bit FNV-1a over the UTF-16 code units, the kind first. Two words in one place of 4 billion count as one word;
 * among 100,000 words with their beginnings some 20 pairs meet.
 */
function indexOf(kind: Kind, text: string): number {
  let hash = SEED[kind];
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const SEED: Record<Kind, number> = {
  stem: 0x811c9dc5,
  exact: 0x84222325,
  prefix: 0x050c5d1f,
  pair: 0x2b5a7f11,
};
