import type { Highlight } from "@cosmic/contract";
import { LRUCache } from "lru-cache";
import type { Context } from "../context.ts";
import { type Span, segments } from "../embeddings/passages/segments.ts";
import { faultReason } from "../faults.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import { cosine } from "./cosine.ts";

/** Hits of an answer that get a sentence, and sentences of a passage that are looked at, best hits first. */
const MOST_HITS = 20;
const MOST_SENTENCES = 12;
/** Milliseconds for all of them. */
const BUDGET_MS = 250;
/** Vectors of sentences kept for when the same passage is found again: 3 MB at 384 components. */
const MOST_KEPT = 2_000;

/** What a model makes of a sentence is kept as long as the model is. */
const vectorsOf = new WeakMap<Embedder, LRUCache<string, Float32Array>>();

export interface SentenceContext {
  /** That made the vector of the query. */
  embedder: Embedder;
  log: Context["log"];
}

/** A passage to find the sentence of: its text, and where it begins in the document. */
export interface ShownPassage {
  text: string;
  start: number;
}

/**
 * The sentence of each passage that is nearest to the query, by position in the list. There is none for a passage
 * whose sentences could not be embedded in time: because the embedder is down, or busy with other work; and none at
 * all with the model of a provider.
 *
 * @param vector of the query
 */
export async function nearestSentences(
  context: SentenceContext,
  passages: readonly ShownPassage[],
  vector: Float32Array,
): Promise<(Highlight | undefined)[]> {
  const { kind, queuedTokens } = context.embedder.describe();
  // A provider would be asked, and paid, for each of them.
  if (kind !== "onnx") return [];
  const busy = queuedTokens > 0;
  const signal = busy ? AbortSignal.abort(new Error("the embedder is busy")) : AbortSignal.timeout(BUDGET_MS);
  const found = await Promise.allSettled(
    passages.slice(0, MOST_HITS).map((passage) => nearestSentence(context.embedder, passage, vector, signal)),
  );
  const fault = found.find((one) => one.status === "rejected");
  if (fault) context.log.debug({ reason: faultReason(fault.reason) }, "a sentence was not highlighted");
  return found.map((one) => (one.status === "fulfilled" ? one.value : undefined));
}

async function nearestSentence(
  embedder: Embedder,
  { text, start }: ShownPassage,
  vector: Float32Array,
  signal: AbortSignal,
): Promise<Highlight | undefined> {
  const sentences = sentencesOf(text, embedder);
  const vectors =
    sentences.length > 1 ? await embedSentences(embedder, sentences.map(textIn(text)), signal) : [];
  let best = sentences[0];
  let nearest = Number.NEGATIVE_INFINITY;
  for (const [i, sentence] of sentences.entries()) {
    const likeness = cosine(vectors[i] ?? new Float32Array(), vector);
    if (likeness <= nearest) continue;
    nearest = likeness;
    best = sentence;
  }
  return best && { start: start + best.start, end: start + best.end, kind: "sentence" };
}

const textIn = (text: string) => (span: Span) => text.slice(span.start, span.end);

/** Without the white space round them. */
function sentencesOf(text: string, embedder: Embedder): Span[] {
  const { maxTokens, specialTokens, documentPrefix } = embedder.identity;
  const count = (part: string) => embedder.countTokens(part);
  const room = maxTokens - specialTokens - count(documentPrefix);
  const spans: Span[] = [];
  for (const { start, end } of segments(text, room, count)) {
    const sentence = text.slice(start, end);
    const from = end - sentence.trimStart().length;
    const to = start + sentence.trimEnd().length;
    if (from < to) spans.push({ start: from, end: to });
    if (spans.length === MOST_SENTENCES) break;
  }
  return spans;
}

async function embedSentences(
  embedder: Embedder,
  sentences: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const known = vectorsOf.get(embedder) ?? new LRUCache<string, Float32Array>({ max: MOST_KEPT });
  vectorsOf.set(embedder, known);
  const missing = sentences.filter((sentence) => !known.has(sentence));
  const fresh = missing.length > 0 ? await embedder.embed(missing, { purpose: "document", signal }) : [];
  for (const [i, sentence] of missing.entries()) {
    const vector = fresh[i];
    if (vector) known.set(sentence, vector);
  }
  return sentences.map((sentence) => known.get(sentence) ?? new Float32Array());
}
