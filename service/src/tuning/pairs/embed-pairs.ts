import { embedPassages } from "../../embeddings/index-documents.ts";
import { type PassageText, passageTexts } from "../../embeddings/passage-texts.ts";
import type { LiveIndex } from "../../models/live-indexes.ts";
import { shorten } from "../../search/legs.ts";
import type { Matrix } from "../training/matrix.ts";
import type { TrainingSet } from "../training/training-set.ts";
import type { NumberedPairs } from "./number-pairs.ts";

/** Passages of a document that are learned from; of a longer one the first. */
const MOST_PASSAGES = 16;
/** Texts between two words about progress. */
const PAGE = 256;

/** Gives queries and documents the vectors that a search would compare. */
export async function embedPairs(
  index: Pick<LiveIndex, "embedder" | "passages" | "dimension">,
  { queries, documents, pairs, negatives }: NumberedPairs,
  signal: AbortSignal,
  progress: (done: number, total: number) => Promise<void> = async () => {},
): Promise<TrainingSet> {
  const { embedder } = index;
  const total = queries.length + documents.length;
  const asked: Float32Array[] = [];
  for (const page of pages(queries)) {
    await progress(asked.length, total);
    const texts = page.map((query) => shorten(embedder, query));
    asked.push(...(await embedder.embed(texts, { purpose: "query", signal })));
  }
  const passages: Float32Array[] = [];
  const firstPassages = [0];
  for (const page of pages(documents)) {
    await progress(queries.length + firstPassages.length - 1, total);
    const split: PassageText[][] = [];
    for (const document of page)
      split.push((await passageTexts(document, index.passages, embedder)).slice(0, MOST_PASSAGES));
    for (const { length } of split) firstPassages.push((firstPassages.at(-1) ?? 0) + length);
    passages.push(...(await embedPassages(index, split.flat(), signal)));
  }
  return {
    queries: toMatrix(asked, index.dimension),
    passages: toMatrix(passages, index.dimension),
    firstPassages: Int32Array.from(firstPassages),
    pairs,
    negatives,
  };
}

function* pages<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += PAGE) yield items.slice(start, start + PAGE);
}

function toMatrix(vectors: readonly Float32Array[], columns: number): Matrix {
  const values = new Float32Array(vectors.length * columns);
  for (const [row, vector] of vectors.entries()) values.set(vector, row * columns);
  return { rows: vectors.length, columns, values };
}
