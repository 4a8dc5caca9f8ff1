import { type Span, segments } from "../../embeddings/passages/segments.ts";
import { documentTerms } from "./document-terms.ts";

/** A sentence of more words is cut; so long a one says too much to stand for a theme. */
const LONGEST_WORDS = 60;

const countWords = (text: string) => text.match(/\S+/g)?.length ?? 0;

/** The sentences of a text, white space around them left out, those without a telling word too. */
export function sentencesOf(text: string): Span[] {
  return [...segments(text, LONGEST_WORDS, countWords)].flatMap(({ start, end }) => {
    const sentence = text.slice(start, end);
    if (documentTerms(sentence).length === 0) return [];
    return { start: end - sentence.trimStart().length, end: start + sentence.trimEnd().length };
  });
}
