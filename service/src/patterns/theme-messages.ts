import type { ThemeInput } from "./compute-themes.ts";
import type { ThemeDocument } from "./themes.ts";

/** What the thread is given: the vectors in one piece, `[documents, dimension]`, that is handed over, not copied. */
export interface ThemeTask extends Omit<ThemeInput, "documents"> {
  documents: Omit<ThemeDocument, "vector">[];
  vectors: Float32Array<ArrayBuffer>;
}

export function packTask({ documents, ...rest }: ThemeInput): ThemeTask {
  const dimension = documents[0]?.vector.length ?? 0;
  const vectors = new Float32Array(documents.length * dimension);
  for (const [row, { vector }] of documents.entries()) vectors.set(vector, row * dimension);
  return { ...rest, vectors, documents: documents.map(({ vector, ...document }) => document) };
}

export function unpackTask({ documents, vectors, ...rest }: ThemeTask): ThemeInput {
  const dimension = vectors.length / Math.max(1, documents.length);
  return {
    ...rest,
    documents: documents.map((document, row) => ({
      ...document,
      vector: vectors.subarray(row * dimension, (row + 1) * dimension),
    })),
  };
}
