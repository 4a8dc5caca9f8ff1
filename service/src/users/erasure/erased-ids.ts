import { eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { erasedDocuments } from "../../db/schema.ts";

/** The ids of all documents that the user had when the erasure began, for use in a condition. */
export function erasedIds(db: Db, userId: string) {
  return db
    .select({ id: erasedDocuments.documentId })
    .from(erasedDocuments)
    .where(eq(erasedDocuments.userId, userId));
}
