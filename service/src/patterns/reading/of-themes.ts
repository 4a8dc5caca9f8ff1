import { type SQL, sql } from "drizzle-orm";
import { documents } from "../../db/schema.ts";
import { uuidArray } from "../../db/uuid-array.ts";

/** That a document is in one of these themes of its user. */
export const ofThemes = (userId: string, ids: readonly string[]): SQL =>
  sql`${documents.id} IN (
    SELECT document_id FROM theme_documents WHERE user_id = ${userId} AND theme_id = ANY(${uuidArray(ids)}))`;
