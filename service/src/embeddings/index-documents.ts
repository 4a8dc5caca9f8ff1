import type { Context } from "../context.ts";
import { attributesOf } from "../documents/attributes.ts";
import type { DocumentRow } from "../documents/document-rows.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { IndexedDocument } from "../ports/search-index/search-index.ts";
import { takeTurns } from "../turns.ts";
import { type PassageText, passageTexts } from "./passage-texts.ts";

/** Passages of one call to the embedder: progress and cancellation come between two of them. */
const PASSAGES_PER_CALL = 256;

/** What of a document goes into an index. */
export type IndexableDocument = Pick<
  DocumentRow,
  "id" | "userId" | "title" | "text" | "documentType" | "metadata" | "entryDate" | "createdAt"
>;

/**
 * Splits the documents into passages as this index wants them, embeds them with its model and writes them to it in
 * place of what it had of them.
 *
 * @returns the passages of each document, in the order of the documents
 */
export async function indexDocuments(
  { searchIndex, telemetry }: Pick<Context, "searchIndex" | "telemetry">,
  index: LiveIndex,
  documents: readonly IndexableDocument[],
  signal: AbortSignal,
): Promise<PassageText[][]> {
  const passages: PassageText[][] = [];
  const turn = takeTurns();
  for (const document of documents) {
    passages.push(await passageTexts(document, index.passages, index.embedder));
    await turn();
  }
  const texts = passages.flat();
  const attributes = { documents: documents.length, passages: texts.length, model: index.model };
  const vectors = await telemetry.tracing.span({ name: "embed", kind: "internal", attributes }, () =>
    embedPassages(index, texts, signal),
  );
  let next = 0;
  const indexed = documents.map((document, i): IndexedDocument => {
    const own = passages[i] ?? [];
    return {
      documentId: document.id,
      userId: document.userId,
      attributes: attributesOf(document, index.passages),
      passages: own.map(({ ordinal, start, end, text }) => ({
        ordinal,
        start,
        end,
        text: index.passages.vectorsOnly ? "" : text,
        vector: vectors[next++] ?? new Float32Array(),
      })),
    };
  });
  await searchIndex.replace(index.id, indexed);
  return passages;
}

/** A vector for each passage, in their order. */
export async function embedPassages(
  { embedder }: Pick<LiveIndex, "embedder">,
  passages: readonly PassageText[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let start = 0; start < passages.length; start += PASSAGES_PER_CALL) {
    const texts = passages.slice(start, start + PASSAGES_PER_CALL).map((passage) => passage.text);
    vectors.push(...(await embedder.embed(texts, { purpose: "document", signal })));
  }
  return vectors;
}
