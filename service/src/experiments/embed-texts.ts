import { embedPassages } from "../embeddings/index-documents.ts";
import { meanVector } from "../embeddings/mean-vector.ts";
import { type PassageText, passageTexts } from "../embeddings/passage-texts.ts";
import type { LiveIndex } from "../models/live-indexes.ts";

export interface EmbeddedTexts {
  /** One a text, in their order: the mean of its passages. */
  vectors: Float32Array[];
  passages: PassageText[];
}

/** Embeds texts as documents without a title are: split into passages, which count alike. */
export async function embedTexts(
  index: LiveIndex,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<EmbeddedTexts> {
  const split = await Promise.all(
    texts.map((text) => passageTexts({ title: "", text }, index.passages, index.embedder)),
  );
  const vectors = await embedPassages(index, split.flat(), signal);
  let next = 0;
  return {
    vectors: split.map(({ length }) => {
      next += length;
      return meanVector(vectors.slice(next - length, next));
    }),
    passages: split.flat(),
  };
}
