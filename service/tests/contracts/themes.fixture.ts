import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { readConfig } from "../../src/config.ts";
import type { Context } from "../../src/context.ts";
import { deleteDocumentRows } from "../../src/documents/document-rows.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import { joinThemes } from "../../src/patterns/joining/join-themes.ts";
import { makeUpDocuments, topicOf } from "../../src/patterns/made-up-documents.ts";
import { readMap } from "../../src/patterns/reading/map.ts";
import { readPatterns } from "../../src/patterns/reading/patterns.ts";
import { requestRun } from "../../src/patterns/runs/request-run.ts";
import { runThemes } from "../../src/patterns/runs/run-themes.ts";

export interface WrittenDocument {
  id: string;
  /** Which of the directions it is about; -1 is none. */
  topic: number;
}

/** A run that nobody cancels. */
export const unwatched = { signal: new AbortController().signal, progress() {} };

/** A context of its own, in which no jobs run: they are called here. */
export async function openThemes(env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-themes-"));
  const config = readConfig({ DATA_DIR: folder, EMBEDDING_WORKERS: "1", ...env });
  const log = createLog({ level: "error", pretty: false });
  const context = await openContext(config, { command: "test", log, onDownload: () => {} });
  return {
    context,
    async dispose() {
      await context[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Made-up documents as if they had been embedded, with `mood` where they are about the first topic. */
export async function write(
  context: Context,
  user_id: string,
  made: Parameters<typeof makeUpDocuments>[0],
  mood?: string,
): Promise<WrittenDocument[]> {
  const documents = makeUpDocuments(made).map((document) => ({
    ...document,
    id: uuidv7(),
    topic: topicOf(document),
  }));
  const records = documents.map(({ id, text, date, topic }) => ({
    ...{ id, user_id, text },
    metadata: mood !== undefined && topic === 0 ? { mood } : {},
    entry_date: new Date(date ?? 0),
  }));
  await context.database.orm.execute(sql`
    WITH input AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS record(
        id uuid, user_id text, text text, metadata jsonb, entry_date timestamptz)
    ), written AS (
      INSERT INTO documents (id, user_id, title, text, document_type, metadata, entry_date, source, content_hash,
        created_at, updated_at)
      SELECT id, user_id, '', text, 'journal_entry', metadata, entry_date, 'api', md5(text), now(), now() FROM input
      RETURNING id
    )
    INSERT INTO embedding_states (document_id, status, revision, changed_at)
    SELECT id, 'completed', 1, now() FROM written`);
  for (const { id, vector, text } of documents) await putVector(context, user_id, { id, vector, text });
  return documents.map(({ id, topic }) => ({ id, topic }));
}

/** Gives a document the text and the vector of another one, as if it had been written anew and embedded. */
export async function rewrite(context: Context, user_id: string, id: string, like: string): Promise<void> {
  const { database, searchIndex, indexes } = context;
  const [from] = await searchIndex.vectors(indexes.active.id, [like]);
  if (!from) throw new Error("there is no such document");
  await database.orm.execute(sql`
    UPDATE documents SET (text, content_hash) = (SELECT text, content_hash || ' again' FROM documents WHERE id = ${like})
    WHERE id = ${id}`);
  await putVector(context, user_id, { id, vector: from.vector, text: "" });
}

async function putVector(
  { searchIndex, indexes }: Context,
  userId: string,
  { id, vector, text }: { id: string; vector: Float32Array; text: string },
): Promise<void> {
  const { id: indexId, dimension } = indexes.active;
  const padded = new Float32Array(dimension);
  padded.set(vector);
  await searchIndex.replace(indexId, [
    {
      documentId: id,
      userId,
      attributes: { documentType: "journal_entry", metadata: {}, date: 0 },
      passages: [{ ordinal: 0, start: 0, end: 1, text, vector: padded }],
    },
  ]);
}

/** A run as the job does it. */
export async function find(context: Context, userId: string) {
  await requestRun(context, userId, "asked");
  await runThemes(context, { user_id: userId }, unwatched);
  return readPatterns(context, userId);
}

export async function joinAll(context: Context, documents: readonly WrittenDocument[]): Promise<void> {
  await joinThemes(
    context,
    documents.map(({ id }) => id),
  );
}

export async function remove(context: Context, documents: readonly WrittenDocument[]): Promise<void> {
  const ids = documents.map(({ id }) => id);
  await deleteDocumentRows(context.database.orm, ids);
  await context.searchIndex.remove(ids);
}

/** For each document of the map its theme. */
export async function themeOf(context: Context, userId: string): Promise<Map<string, string | null>> {
  const { results } = await readMap(context, userId);
  return new Map(results.map(({ document_id, theme_id }) => [document_id, theme_id]));
}
