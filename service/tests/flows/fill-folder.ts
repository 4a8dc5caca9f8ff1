import { sql } from "drizzle-orm";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";

export interface FilledDocument {
  user_id: string;
  text: string;
  metadata: Record<string, unknown>;
  /** RFC 3339. */
  entry_date: string;
}

/** Rows of one statement, and documents of one call to the index. */
const PART = 250;

/**
 * Documents as if they had been embedded: rows, states, rows of passages, and the index, with as many passages a
 * document and vectors in random directions. Much faster than the model.
 */
export async function fillFolder(
  folder: string,
  documents: readonly FilledDocument[],
  passages = 1,
): Promise<void> {
  const log = createLog({ level: "error", pretty: false });
  const config = readConfig({ DATA_DIR: folder, EMBEDDING_WORKERS: "1" });
  await using context = await openContext(config, { command: "test", log, onDownload: () => {} });
  const { database, indexes, searchIndex } = context;
  const activeIndex = indexes.active;
  const idOf = (i: number) => `00000000-0000-7000-8000-${String(i).padStart(12, "0")}`;
  for (let first = 0; first < documents.length; first += PART) {
    const part = documents.slice(first, first + PART);
    const records = part.map((document, k) => ({ ...document, id: idOf(first + k) }));
    await database.orm.execute(sql`
      WITH input AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS record(
          id uuid, user_id text, text text, metadata jsonb, entry_date timestamptz)
      ), written AS (
        INSERT INTO documents (id, user_id, title, text, document_type, metadata, entry_date, source, content_hash,
          created_at, updated_at)
        SELECT id, user_id, '', text, 'journal_entry', metadata, entry_date, 'api', '', now(), now() FROM input
        RETURNING id
      ), states AS (
        INSERT INTO embedding_states (document_id, status, revision, changed_at)
        SELECT id, 'completed', 1, now() FROM written
      )
      INSERT INTO embeddings (document_id, index_id, ordinal, start, "end", tokens, created_at)
      SELECT id, ${activeIndex.id}, ordinal, 0, 1, 1, now()
      FROM written, generate_series(0, ${passages - 1}::int) AS ordinal`);
    await searchIndex.replace(
      activeIndex.id,
      part.map(({ user_id, text, metadata, entry_date }, k) => ({
        documentId: idOf(first + k),
        userId: user_id,
        attributes: { documentType: "journal_entry", metadata, date: Date.parse(entry_date) },
        passages: Array.from({ length: passages }, (_, ordinal) => ({
          ordinal,
          start: 0,
          end: 1,
          text,
          vector: randomUnit(activeIndex.dimension),
        })),
      })),
    );
  }
}

function randomUnit(dimension: number): Float32Array {
  const vector = Float32Array.from({ length: dimension }, () => Math.random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((component) => component / length);
}
