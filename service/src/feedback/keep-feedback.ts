import type { Feedback, FeedbackCreate } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { v7 } from "uuid";
import type { Context } from "../context.ts";
import { notFound } from "../documents/read.ts";
import { CosmicError } from "../errors.ts";
import { refuseErased } from "../users/refuse-erased.ts";

const Written = Compile(Type.Object({ rows: Type.Array(Type.Object({ id: Type.String() })) }));

/**
 * Keeps what a user said about a hit.
 *
 * @throws CosmicError `feedback_disabled` unless SEARCH_FEEDBACK is on; `document_not_found` for a document that is not
 * this user's; `user_erased`
 */
export async function keepFeedback(
  { config, database, encryption }: Context,
  feedback: FeedbackCreate,
): Promise<Feedback> {
  if (!config.feedback.kept) {
    throw new CosmicError(
      "feedback_disabled",
      "Feedback is not kept here. Set SEARCH_FEEDBACK=true: it keeps the queries that users send feedback for.",
    );
  }
  const id = v7();
  const now = new Date();
  const { user_id: userId, query, document_id: documentId, helpful } = feedback;
  const kept = await encryption.sealText(database.orm, userId, query);
  // The statement itself looks whose document it is, and that nobody erased this user.
  const answer = await database.orm.execute(sql`
    INSERT INTO search_feedback (id, user_id, query, document_id, helpful, created_at)
    SELECT ${id}::uuid, user_id, ${kept}, id, ${helpful}, ${now.toISOString()}::timestamptz
    FROM documents WHERE id = ${documentId}::uuid AND user_id = ${userId}
    AND NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.user_id = ${userId})
    RETURNING id`);
  if (Written.Parse(answer).rows.length === 0) {
    await refuseErased(database.orm, userId, "/user_id");
    throw notFound(documentId);
  }
  return { ...feedback, id, created_at: now.toISOString() };
}
