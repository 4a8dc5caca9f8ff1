import { type SQL, sql } from "drizzle-orm";
import { documents } from "../../db/schema.ts";
import { uuidArray } from "../../db/uuid-array.ts";

/** That a document is in one of these themes. */
export const ofThemes = (ids: readonly string[]): SQL =>
  sql`${documents.id} IN (SELECT document_id FROM theme_documents WHERE theme_id = ANY(${uuidArray(ids)}))`;
