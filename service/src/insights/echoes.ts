import type { DocumentSummary, Echoes, EchoesQuery } from "@cosmic/contract";
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { documentVectors } from "../embeddings/document-vectors.ts";
import { moment } from "./local-day.ts";
import { summaryColumns, toSummary } from "./summary.ts";

const DAY_MS = 86_400_000;
const DEFAULT_LIMIT = 5;
/** New is what was written in so many days before the newest document, and no more than so many documents. */
const RECENT_DAYS = 14;
const MOST_RECENT = 20;
/** Old is what lies at least so many days before the new document it is compared with. */
const APART_DAYS = 60;
/** Cosine below which two texts have nothing to say to each other. */
const FLOOR = 0.45;
/** Several, because the nearest may be that of another new document already. */
const CANDIDATES = 5;

interface Pair {
  recent: string;
  earlier: string;
  score: number;
}

/** Old documents that are near in meaning to the newest ones. No document shows twice. */
export async function echoes(context: Context, { user_id: userId, limit }: EchoesQuery): Promise<Echoes> {
  const recent = await newest(context, userId);
  const vectors = await documentVectors(
    context.searchIndex,
    context.indexes.active.id,
    recent.map(({ id }) => id),
  );
  const answers = await Promise.all(
    recent.map(async ({ id, at }): Promise<Pair[]> => {
      const vector = vectors.get(id);
      if (!vector) return [];
      const hits = await context.searchIndex.searchDense(context.indexes.active.id, {
        vector,
        filter: { userId, dateTo: at - APART_DAYS * DAY_MS },
        limit: CANDIDATES,
        minScore: FLOOR,
      });
      return hits.map(({ documentId, score }) => ({ recent: id, earlier: documentId, score }));
    }),
  );
  const summaries = await summariesOf(context, userId, answers.flat());
  const pairs = withoutRepeats(answers.flat().filter((it) => summaries.has(it.earlier))).slice(
    0,
    limit ?? DEFAULT_LIMIT,
  );
  const results = pairs.flatMap(({ recent, earlier, score }) => {
    const [one, other] = [summaries.get(recent), summaries.get(earlier)];
    return one && other ? [{ score, recent: one, earlier: other }] : [];
  });
  return { count: results.length, results };
}

async function newest({ database }: Context, userId: string): Promise<{ id: string; at: number }[]> {
  const rows = await database.orm
    .select({ id: documents.id, entryDate: documents.entryDate, createdAt: documents.createdAt })
    .from(documents)
    .where(eq(documents.userId, userId))
    .orderBy(desc(moment), desc(documents.id))
    .limit(MOST_RECENT);
  const dated = rows.map(({ id, entryDate, createdAt }) => ({ id, at: (entryDate ?? createdAt).getTime() }));
  const from = (dated[0]?.at ?? 0) - RECENT_DAYS * DAY_MS;
  return dated.filter(({ at }) => at >= from);
}

/** Also leaves out what was deleted a moment ago and is still in the index. */
async function summariesOf(
  { database }: Context,
  userId: string,
  pairs: readonly Pair[],
): Promise<Map<string, DocumentSummary>> {
  const ids = [...new Set(pairs.flatMap(({ recent, earlier }) => [recent, earlier]))];
  if (ids.length === 0) return new Map();
  const rows = await database.orm
    .select(summaryColumns)
    .from(documents)
    .where(and(eq(documents.userId, userId), inArray(documents.id, ids)));
  return new Map(rows.map((row) => [row.id, toSummary(row)]));
}

/** Best first, equal ones by id; a document stands in the first pair that has it. */
function withoutRepeats(pairs: readonly Pair[]): Pair[] {
  const shown = new Set<string>();
  return pairs
    .toSorted((a, b) => b.score - a.score || (a.earlier < b.earlier ? -1 : 1))
    .filter(({ recent, earlier }) => {
      if (shown.has(recent) || shown.has(earlier)) return false;
      shown.add(recent).add(earlier);
      return true;
    });
}
