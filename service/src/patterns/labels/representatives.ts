import type { Span } from "../../embeddings/passages/segments.ts";
import { dot } from "../clustering/centroids.ts";
import type { Representative, Theme } from "../themes.ts";
import type { ScoredTerm } from "./class-tf-idf.ts";
import { documentTerms } from "./document-terms.ts";
import { sentencesOf } from "./sentences.ts";

/** Documents that stand for a theme. */
export const REPRESENTATIVES = 5;
/** Sentences of one document that are embedded to find the nearest. */
const MOST_SENTENCES = 12;

/**
 * Of each document the sentence that has most of the theme's words. What the words cannot tell, the first.
 *
 * @param documents of the theme, the nearest to its centroid first
 */
export function representativesByWords(
  documents: readonly { id: string; text: string; cosine: number }[],
  terms: readonly Pick<ScoredTerm, "key" | "weight">[],
): Representative[] {
  const weights = new Map(terms.map(({ key, weight }) => [key, weight]));
  const weigh = (sentence: string) =>
    documentTerms(sentence).reduce((sum, { key }) => sum + (weights.get(key) ?? 0), 0);
  return documents.slice(0, REPRESENTATIVES).flatMap(({ id, text, cosine }) => {
    const best = bestOf(sentencesOf(text), (span) => weigh(text.slice(span.start, span.end)));
    return best ? { documentId: id, ...best, cosine } : [];
  });
}

/**
 * The same documents, each with the sentence whose own vector is nearest to the centroid; the nearest sentence first.
 *
 * @param textOf the text of a document
 * @param embed unit vectors of the model that made the centroid
 */
export async function representativesByMeaning(
  { centroid, representatives }: Pick<Theme, "centroid" | "representatives">,
  textOf: (documentId: string) => string | undefined,
  embed: (texts: string[]) => Promise<Float32Array[]>,
): Promise<Representative[]> {
  const spans = representatives.flatMap(({ documentId }) => {
    const text = textOf(documentId) ?? "";
    return sentencesOf(text)
      .slice(0, MOST_SENTENCES)
      .map((span) => ({ documentId, ...span, text: text.slice(span.start, span.end) }));
  });
  const vectors = await embed(spans.map(({ text }) => text));
  const measured = spans.map(({ documentId, start, end }, i) => ({
    documentId,
    start,
    end,
    cosine: dot(vectors[i] ?? new Float32Array(), centroid),
  }));
  const nearest = new Map<string, Representative>();
  for (const sentence of measured) {
    const known = nearest.get(sentence.documentId);
    if (!known || sentence.cosine > known.cosine) nearest.set(sentence.documentId, sentence);
  }
  return [...nearest.values()].sort((a, b) => b.cosine - a.cosine);
}

function bestOf(spans: readonly Span[], score: (span: Span) => number): Span | undefined {
  let best: { span: Span; score: number } | undefined;
  for (const span of spans) {
    const scored = score(span);
    if (!best || scored > best.score) best = { span, score: scored };
  }
  return best?.span;
}
