import type { Embedding, EmbeddingList, EmbeddingQuery } from "@cosmic/contract";
import { and, asc, count, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Owner } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { embeddings, indexes } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { type Cursor, decodeCursor, toPage } from "../http/page.ts";

type EmbeddingRow = typeof embeddings.$inferSelect & { model: string; dimension: number };

const idOf = (row: EmbeddingRow) => `${row.documentId}.${row.indexId}.${row.ordinal}`;
const ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([a-z0-9_]+)\.(\d{1,9})$/;

/** @throws CosmicError `embedding_not_found` */
export async function getEmbedding(context: Context, id: string, include?: "vector"): Promise<Embedding> {
  const [, documentId = "", indexId = "", ordinal = ""] = ID.exec(id) ?? [];
  const [row] = documentId
    ? await select(context.database.orm).where(
        and(
          eq(embeddings.documentId, documentId),
          eq(embeddings.indexId, indexId),
          eq(embeddings.ordinal, Number(ordinal)),
        ),
      )
    : [];
  if (!row) throw notFound(id);
  const [shown] = await withVectors(context, [row], include);
  return shown ?? toEmbedding(row);
}

/** An embedding is whose its document is. */
export function embeddingOwner(ofDocument: Owner): Owner {
  return { find: async (id) => ofDocument.find(ID.exec(id)?.[1] ?? ""), missing: notFound };
}

function notFound(id: string): CosmicError {
  return new CosmicError("embedding_not_found", `There is no embedding ${id}.`);
}

/** In the order of document, index and ordinal. */
export async function listEmbeddings(
  context: Context,
  query: EmbeddingQuery,
  url: string,
): Promise<EmbeddingList> {
  const db = context.database.orm;
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, (key) => key.length === 3 && ID.test(key.join(".")));
  const filter = and(
    query.document_id === undefined ? undefined : eq(embeddings.documentId, query.document_id),
    query.index_id === undefined ? undefined : eq(embeddings.indexId, query.index_id),
  );
  const order = cursor?.direction === "previous" ? desc : asc;
  const [rows, [total]] = await Promise.all([
    select(db)
      .where(and(filter, cursor && behind(cursor)))
      .orderBy(order(embeddings.documentId), order(embeddings.indexId), order(embeddings.ordinal))
      .limit(limit + 1),
    db.select({ count: count() }).from(embeddings).where(filter),
  ]);
  const keyOf = (row: EmbeddingRow) => [row.documentId, row.indexId, String(row.ordinal)];
  const page = toPage(rows, { limit, cursor, count: total?.count ?? 0, url }, keyOf, (row) => row);
  return { ...page, results: await withVectors(context, page.results, query.include) };
}

function select(db: Db) {
  return db
    .select({ ...getTableColumns(embeddings), model: indexes.model, dimension: indexes.dimension })
    .from(embeddings)
    .innerJoin(indexes, eq(indexes.id, embeddings.indexId));
}

function behind(cursor: Cursor): SQL {
  const [documentId, indexId, ordinal] = cursor.key;
  const place = sql`(${documentId}::uuid, ${indexId}::text, ${ordinal}::int)`;
  const row = sql`(${embeddings.documentId}, ${embeddings.indexId}, ${embeddings.ordinal})`;
  return cursor.direction === "next" ? sql`${row} > ${place}` : sql`${row} < ${place}`;
}

async function withVectors(
  context: Context,
  rows: readonly EmbeddingRow[],
  include?: "vector",
): Promise<Embedding[]> {
  if (!include) return rows.map((row) => toEmbedding(row));
  const vectors = new Map<string, Float32Array>();
  for (const [indexId, list] of Map.groupBy(rows, (row) => row.indexId)) {
    const ids = [...new Set(list.map((row) => row.documentId))];
    for (const passage of await context.searchIndex.vectors(indexId, ids)) {
      vectors.set(`${passage.documentId}.${indexId}.${passage.ordinal}`, passage.vector);
    }
  }
  return rows.map((row) => toEmbedding(row, vectors.get(idOf(row))));
}

function toEmbedding(row: EmbeddingRow, vector?: Float32Array): Embedding {
  return {
    id: idOf(row),
    document_id: row.documentId,
    index_id: row.indexId,
    model: row.model,
    dimension: row.dimension,
    ordinal: row.ordinal,
    start: row.start,
    end: row.end,
    tokens: row.tokens,
    created_at: row.createdAt.toISOString(),
    ...(vector ? { vector: Array.from(vector) } : {}),
  };
}
