import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { DocumentHit } from "../search-index.ts";
import { rankDocuments } from "../sqlite/rank-documents.ts";
import { QdrantFault } from "./faults.ts";

/** Enough that the rest would not fit into an answer. Past it, documents that score alike may be missing. */
const MOST_PASSAGES = 100_000;

export const HIT_FIELDS = ["document_id", "ordinal", "start", "end"];

const ScoredPassages = Compile(
  Type.Array(
    Type.Object({
      score: Type.Number(),
      payload: Type.Object({
        document_id: Type.String(),
        ordinal: Type.Integer(),
        start: Type.Integer(),
        end: Type.Integer(),
      }),
    }),
  ),
);

/**
 * The best passages of Qdrant as the best documents. Asks again for four times as many passages until no other one
 * can change the answer: a document may hold many of them, and among equal ones Qdrant takes any.
 *
 * @param ask gives the best passages, best first
 * @param scoreOf what a score of Qdrant means
 */
export async function bestDocuments(
  limit: number,
  ask: (passages: number) => Promise<unknown>,
  scoreOf: (score: number) => number,
): Promise<DocumentHit[]> {
  for (let wanted = limit * 2 + 10; ; wanted *= 4) {
    const asked = Math.min(wanted, Math.max(limit, MOST_PASSAGES));
    const passages = await ask(asked);
    if (!ScoredPassages.Check(passages))
      throw new QdrantFault("refused", "it answered in a form that is not known");
    const hits = passages.map(({ score, payload: { document_id, ...passage } }) => ({
      documentId: document_id,
      score: scoreOf(score),
      passage,
    }));
    const worst = hits.at(-1)?.score ?? 0;
    const best = rankDocuments(hits, limit);
    const isFull = best.length === limit && worst < (best.at(-1)?.score ?? 0);
    if (isFull || passages.length < asked || asked < wanted) return best;
  }
}
