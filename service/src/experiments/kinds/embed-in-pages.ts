import { embedTexts } from "../embed-texts.ts";
import type { Measuring } from "./kind.ts";

/** Texts embedded together; the run can be cancelled between two pages. */
const PAGE = 100;

/** @returns a vector for each of these texts, none of them embedded twice */
export async function embedInPages(
  { index, signal, progress }: Measuring,
  texts: readonly string[],
): Promise<Map<string, Float32Array>> {
  const different = [...new Set(texts)];
  const vectorOf = new Map<string, Float32Array>();
  for (let from = 0; from < different.length; from += PAGE) {
    const page = different.slice(from, from + PAGE);
    const { vectors } = await embedTexts(index, page, signal);
    for (const [i, vector] of vectors.entries()) vectorOf.set(page[i] ?? "", vector);
    await progress(vectorOf.size, different.length, "embedding");
  }
  return vectorOf;
}
