import type { Span } from "../../embeddings/passages/segments.ts";
import { sentencesOf } from "../../patterns/labels/sentences.ts";

/** Words of a phrase. */
const LONGEST = 6;
const SHORTEST = 3;
/** What is looked through of a text, in UTF-16 code units. */
const MOST_TEXT = 20_000;

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

export const wordsOf = (text: string): string[] =>
  (text.slice(0, MOST_TEXT).match(WORD) ?? []).map((word) => word.toLowerCase());

/**
 * Words that stand together in one sentence and are the rarest: what somebody might remember of an entry.
 *
 * @param rarity of a word in small letters, the higher the rarer
 * @returns UTF-16 code units into the text, end exclusive; undefined if no sentence has words enough
 */
export function rarestPhrase(text: string, rarity: (word: string) => number): Span | undefined {
  let best: (Span & { score: number }) | undefined;
  for (const sentence of sentencesOf(text.slice(0, MOST_TEXT))) {
    const words = [...text.slice(sentence.start, sentence.end).matchAll(WORD)].map((match) => ({
      start: sentence.start + match.index,
      end: sentence.start + match.index + match[0].length,
      rarity: rarity(match[0].toLowerCase()),
    }));
    for (let first = 0; first + SHORTEST <= words.length; first += 1) {
      const phrase = words.slice(first, first + LONGEST);
      const score = phrase.reduce((sum, word) => sum + word.rarity, 0);
      const [start, end] = [phrase[0]?.start ?? 0, phrase.at(-1)?.end ?? 0];
      if (!best || score > best.score) best = { start, end, score };
    }
  }
  return best && { start: best.start, end: best.end };
}
