import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { documents } from "../db/schema.ts";
import { updateToPending } from "../embeddings/embedding-states.ts";
import { requestEmbedding } from "../embeddings/request-embedding.ts";
import type { Encryption } from "../encryption/encryption.ts";
import { CosmicError } from "../errors.ts";
import { recordDocuments } from "../events/record.ts";
import { userErased } from "../users/erased-user.ts";
import { changedAttributes, updateAttributes } from "./attributes.ts";
import { type DocumentRow, insertDocuments, type NewDocument, ROWS_PER_STATEMENT } from "./document-rows.ts";

/** What became of a document, in the order of the input. */
export interface Upserted {
  id: string;
  created: boolean;
  changed: boolean;
  /** Why it was left as it was. */
  conflict?: CosmicError;
}

/**
 * Writes documents that come from somewhere else, keyed by (source, source id). New ones are added, changed
 * ones brought up to date; content that is the same is not embedded again. A second run does nothing.
 *
 * @param conflicts what to do about a document that belongs to another user: write nothing at all and throw, or
 * leave out that one and say so in its place
 * @throws CosmicError `conflict`; `user_erased` for new documents of a user who was erased
 */
export async function upsertFromSource(
  context: Context,
  input: readonly NewDocument[],
  urgency: "interactive" | "bulk",
  conflicts: "throw" | "report" = "throw",
): Promise<Upserted[]> {
  if (input.length === 0) return [];
  const now = new Date();
  const { database, encryption } = context;
  const hashed = await encryption.keyHashes(database.orm, input);
  const { results, toEmbed, toUpdate } = await database.orm.transaction(async (tx) => {
    const known = await findBySource(tx, input);
    const plan = compare(hashed, known, now);
    const conflict = plan.results.find((result) => result.conflict)?.conflict;
    if (conflict && conflicts === "throw") throw conflict;
    const refused = await write(encryption, tx, plan, now);
    if (refused.size > 0 && conflicts === "throw") throw userErased();
    return refused.size > 0 ? withoutRefused(plan, refused) : plan;
  });
  await requestEmbedding(context, toEmbed, urgency);
  for (const document of toUpdate) await updateAttributes(context, document);
  return results;
}

/** Taken before a look-up, so that two writers of one entry do not both find it missing. Held until the commit. */
export async function lockSource(tx: Db, source: string): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${source}, 0))`);
}

/** What is compared. Not the text, which is long and has a hash. */
const comparedColumns = {
  id: documents.id,
  userId: documents.userId,
  title: documents.title,
  documentType: documents.documentType,
  metadata: documents.metadata,
  entryDate: documents.entryDate,
  source: documents.source,
  sourceId: documents.sourceId,
  contentHash: documents.contentHash,
  createdAt: documents.createdAt,
};
type KnownDocument = Pick<DocumentRow, keyof typeof comparedColumns>;

const key = (document: { source: string; sourceId: string | null }) =>
  document.sourceId === null ? undefined : JSON.stringify([document.source, document.sourceId]);

async function findBySource(tx: Db, input: readonly NewDocument[]): Promise<Map<string, KnownDocument>> {
  const bySource = Map.groupBy(
    input.filter((document) => document.sourceId !== null),
    (document) => document.source,
  );
  const known = new Map<string, KnownDocument>();
  for (const [source, list] of bySource) {
    const ids = list.map((document) => document.sourceId).filter((id) => id !== null);
    await lockSource(tx, source);
    const rows = await tx
      .select(comparedColumns)
      .from(documents)
      .where(and(eq(documents.source, source), inArray(documents.sourceId, ids)));
    for (const row of rows) known.set(key(row) ?? "", row);
  }
  return known;
}

interface Plan {
  results: Upserted[];
  fresh: Map<string, NewDocument>;
  /** As they are to be, by id. */
  changed: Map<string, DocumentRow>;
  /** Ids whose content is new. */
  content: Set<string>;
  toEmbed: NewDocument[];
  toUpdate: DocumentRow[];
}

function compare(input: readonly NewDocument[], known: Map<string, KnownDocument>, now: Date): Plan {
  const results: Upserted[] = [];
  const fresh = new Map<string, NewDocument>();
  const changed = new Map<string, DocumentRow>();
  const content = new Set<string>();
  for (const document of input) {
    const at = key(document) ?? document.id;
    const row = known.get(at);
    const twin = fresh.get(at);
    if (twin) {
      // The same entry twice in one request: the later one stands.
      fresh.set(at, { ...document, id: twin.id });
      results.push({ id: twin.id, created: false, changed: true });
    } else if (!row) {
      fresh.set(at, document);
      results.push({ id: document.id, created: true, changed: true });
    } else if (row.userId !== document.userId) {
      results.push({ id: row.id, created: false, changed: false, conflict: conflictOf(document) });
    } else {
      const newContent = row.contentHash !== document.contentHash;
      const differs = newContent || row.title !== document.title || changedAttributes(row, document);
      results.push({ id: row.id, created: false, changed: differs });
      if (!differs) continue;
      const after = { ...document, id: row.id, createdAt: row.createdAt, updatedAt: now };
      known.set(at, after);
      changed.set(row.id, after);
      if (newContent) content.add(row.id);
    }
  }
  return {
    results,
    fresh,
    changed,
    content,
    toEmbed: [...fresh.values(), ...rowsOf(content, changed)],
    toUpdate: [...changed.values()].filter(({ id }) => !content.has(id)),
  };
}

function rowsOf(ids: ReadonlySet<string>, rows: ReadonlyMap<string, DocumentRow>): DocumentRow[] {
  return [...ids].map((id) => rows.get(id)).filter((row) => row !== undefined);
}

function conflictOf({ source, sourceId }: NewDocument): CosmicError {
  return new CosmicError("conflict", `Entry ${sourceId} of ${source} belongs to another user.`, {
    field: "/source_id",
  });
}

/** @returns ids of the new documents that belong to users who were erased, and were not written */
async function write(
  encryption: Encryption,
  tx: Db,
  { fresh, changed, content }: Plan,
  now: Date,
): Promise<Set<string>> {
  const refused = new Set([...fresh.values()].map(({ id }) => id));
  for (const rows of parts([...fresh.values()])) {
    const sealed = await encryption.sealDocuments(tx, rows);
    for (const id of await insertDocuments(tx, sealed, now)) refused.delete(id);
  }
  for (const rows of parts([...changed.values()]))
    await updateDocuments(tx, await encryption.sealDocuments(tx, rows));
  await updateToPending(tx, [...content], now);
  const rewritten = rowsOf(content, changed);
  const written = [...fresh.values()].filter(({ id }) => !refused.has(id));
  await recordDocuments(tx, "pending", [...written, ...rewritten]);
  return refused;
}

function withoutRefused(plan: Plan, refused: ReadonlySet<string>): Plan {
  return {
    ...plan,
    results: plan.results.map((result) =>
      refused.has(result.id) ? { ...result, created: false, changed: false, conflict: userErased() } : result,
    ),
    toEmbed: plan.toEmbed.filter(({ id }) => !refused.has(id)),
  };
}

function parts<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_PER_STATEMENT) }, (_, i) =>
    rows.slice(i * ROWS_PER_STATEMENT, (i + 1) * ROWS_PER_STATEMENT),
  );
}

/** User, source and source id stay: they say which document it is. */
async function updateDocuments(tx: Db, rows: readonly DocumentRow[]): Promise<void> {
  const records = rows.map((row) => ({
    id: row.id,
    title: row.title,
    text: row.text,
    document_type: row.documentType,
    metadata: row.metadata,
    entry_date: row.entryDate,
    content_hash: row.contentHash,
    updated_at: row.updatedAt,
  }));
  await tx.execute(sql`
    UPDATE documents SET title = record.title, text = record.text, document_type = record.document_type,
      metadata = record.metadata, entry_date = record.entry_date, content_hash = record.content_hash,
      updated_at = record.updated_at
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS record(
      id uuid, title text, text text, document_type text, metadata jsonb, entry_date timestamptz,
      content_hash text, updated_at timestamptz)
    WHERE documents.id = record.id`);
}
