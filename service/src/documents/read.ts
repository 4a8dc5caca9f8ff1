import {
  type Document,
  type DocumentList,
  type DocumentQuery,
  type DocumentStateList,
  type DocumentStateQuery,
  SOURCE_IDS_LIMIT,
} from "@cosmic/contract";
import { and, asc, count, desc, eq, gte, ilike, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { documents, embeddingStates } from "../db/schema.ts";
import { notSearchable } from "../encryption/not-searchable.ts";
import { CosmicError } from "../errors.ts";
import { type Cursor, decodeCursor, type Page, toPage } from "../http/page.ts";
import { toDate, toEndDate } from "./dates.ts";
import { documentColumns, type ShownDocument, toDocument, toState } from "./to-document.ts";

/** @throws CosmicError `document_not_found` */
export async function getDocument(context: Context, id: string): Promise<Document> {
  const [row] = await select(context.database.orm).where(eq(documents.id, id));
  if (!row) throw notFound(id);
  return toDocument(row);
}

export function notFound(id: string): CosmicError {
  return new CosmicError("document_not_found", `There is no document ${id}.`);
}

/** @throws CosmicError `document_not_found` for what is no id at all, as for an id that nobody has */
export function checkId(id: string): string {
  if (!isDocumentId(id)) throw notFound(id);
  return id;
}

export const isDocumentId = (id: string) => UUID.test(id);

export const listDocuments = (context: Context, query: DocumentQuery, url: string): Promise<DocumentList> =>
  list(context, query, url, toDocument);

/** The same without anything that users wrote. */
export const listStates = (
  context: Context,
  query: DocumentStateQuery,
  url: string,
): Promise<DocumentStateList> => list(context, query, url, toState);

/** Newest first, by (created_at, id): page 1,000 costs what page 1 costs. */
async function list<T>(
  context: Context,
  query: DocumentQuery & DocumentStateQuery,
  url: string,
  toItem: (row: ShownDocument) => T,
): Promise<Page<T>> {
  const db = context.database.orm;
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, isDatedKey);
  if (query.q !== undefined && context.encryption.on) throw notSearchable("/q");
  const filter = filterOf(query);
  const backwards = cursor?.direction === "previous";
  const order = backwards ? asc : desc;
  const [rows, [total]] = await Promise.all([
    select(db)
      .where(and(filter, cursor && behind(cursor, sql`${documents.createdAt}`)))
      .orderBy(order(documents.createdAt), order(documents.id))
      .limit(limit + 1),
    db
      .select({ count: count() })
      .from(documents)
      .innerJoin(embeddingStates, eq(embeddingStates.documentId, documents.id))
      .where(filter),
  ]);
  const keyOf = (row: ShownDocument) => [row.createdAt.toISOString(), row.id];
  return toPage(rows, { limit, cursor, count: total?.count ?? 0, url }, keyOf, toItem);
}

function select(db: Db) {
  return db
    .select(documentColumns)
    .from(documents)
    .innerJoin(embeddingStates, eq(embeddingStates.documentId, documents.id));
}

function filterOf(query: DocumentQuery & DocumentStateQuery): SQL | undefined {
  const from = toDate(query.date_from);
  const to = toEndDate(query.date_to);
  const date = sql`coalesce(${documents.entryDate}, ${documents.createdAt})`;
  const sourceIds = sourceIdsOf(query);
  const part = query.q === undefined ? undefined : `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
  return and(
    query.document_id === undefined ? undefined : eq(documents.id, query.document_id),
    query.user_id === undefined ? undefined : eq(documents.userId, query.user_id),
    query.document_type === undefined ? undefined : eq(documents.documentType, query.document_type),
    query.source === undefined ? undefined : eq(documents.source, query.source),
    sourceIds === undefined ? undefined : inArray(documents.sourceId, sourceIds),
    query.embedding_status === undefined ? undefined : eq(embeddingStates.status, query.embedding_status),
    from ? gte(date, from.toISOString()) : undefined,
    to ? lte(date, to.toISOString()) : undefined,
    part === undefined ? undefined : or(ilike(documents.title, part), ilike(documents.text, part)),
  );
}

/** @throws CosmicError `missing_field` without a source: an id means nothing outside it */
function sourceIdsOf({ source, source_id }: DocumentQuery): string[] | undefined {
  if (source_id === undefined) return undefined;
  if (source === undefined) {
    throw new CosmicError("missing_field", "source is missing: it says whose ids source_id has.", {
      field: "/source",
    });
  }
  const ids = [source_id].flat().flatMap((part) => part.split(","));
  if (ids.length <= SOURCE_IDS_LIMIT) return ids;
  throw new CosmicError(
    "too_many_items",
    `${ids.length} ids are too many; ask for at most ${SOURCE_IDS_LIMIT}.`,
    { field: "/source_id" },
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The key of a list by date: a moment, and the id of a document. */
export function isDatedKey(key: readonly string[]): boolean {
  const [moment, id] = key;
  return key.length === 2 && !Number.isNaN(Date.parse(moment ?? "")) && UUID.test(id ?? "");
}

/** @param moment of a document, that the list goes by */
export function behind(cursor: Cursor, moment: SQL): SQL {
  const [date, id] = cursor.key;
  const place = sql`(${date}::timestamptz, ${id}::uuid)`;
  const row = sql`(${moment}, ${documents.id})`;
  return cursor.direction === "next" ? sql`${row} < ${place}` : sql`${row} > ${place}`;
}
