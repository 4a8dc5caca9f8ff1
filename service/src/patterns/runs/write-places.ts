import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import type { themeDocuments } from "../tables.ts";

/** PGlite works before anything else of the process has its turn. */
const ROWS = 500;

/**
 * Writes where documents are. What is known of one is replaced, and remembers its theme. Those that are deleted are
 * left out: the caller has locked the run, and a deletion waits for that.
 */
export async function writePlaces(
  tx: Db,
  places: readonly (typeof themeDocuments.$inferInsert)[],
): Promise<void> {
  for (let start = 0; start < places.length; start += ROWS) {
    const records = JSON.stringify(
      places.slice(start, start + ROWS).map((place) => ({
        document_id: place.documentId,
        user_id: place.userId,
        theme_id: place.themeId,
        earlier_theme_id: place.earlierThemeId,
        content_hash: place.contentHash,
        placed: place.placed,
        x: place.x,
        y: place.y,
      })),
    );
    await tx.execute(sql`
      INSERT INTO theme_documents AS known
        (document_id, user_id, theme_id, earlier_theme_id, content_hash, placed, x, y)
      SELECT document_id, user_id, theme_id, earlier_theme_id, content_hash, placed, x, y
      FROM jsonb_to_recordset(${records}::jsonb) AS record(document_id uuid, user_id text, theme_id uuid,
        earlier_theme_id uuid, content_hash text, placed text, x float8, y float8)
      WHERE EXISTS (SELECT FROM documents WHERE id = record.document_id AND user_id = record.user_id)
      ON CONFLICT (document_id) DO UPDATE SET theme_id = excluded.theme_id,
        earlier_theme_id = coalesce(known.theme_id, known.earlier_theme_id), content_hash = excluded.content_hash,
        placed = CASE known.placed WHEN 'run' THEN 'changed' ELSE known.placed END, x = excluded.x, y = excluded.y`);
    await setImmediate();
  }
}
