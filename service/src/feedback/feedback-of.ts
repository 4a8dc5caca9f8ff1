import type { Feedback } from "@cosmic/contract";
import { and, asc, eq, gt } from "drizzle-orm";
import type { Context } from "../context.ts";
import { searchFeedback } from "./tables.ts";

const PAGE = 1_000;

/** All that a user said about hits, oldest first, in pages. */
export async function* feedbackOf({ database }: Context, userId: string): AsyncGenerator<Feedback[]> {
  for (let after: string | undefined; ; ) {
    const rows = await database.orm
      .select()
      .from(searchFeedback)
      .where(
        and(
          eq(searchFeedback.userId, userId),
          after === undefined ? undefined : gt(searchFeedback.id, after),
        ),
      )
      .orderBy(asc(searchFeedback.id))
      .limit(PAGE);
    if (rows.length > 0) yield rows.map(toFeedback);
    after = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

function toFeedback(row: typeof searchFeedback.$inferSelect): Feedback {
  const { id, userId, query, documentId, helpful, createdAt } = row;
  return {
    id,
    user_id: userId,
    query,
    document_id: documentId,
    helpful,
    created_at: createdAt.toISOString(),
  };
}
