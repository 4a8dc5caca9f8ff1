import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { documents } from "../db/schema.ts";
import { markPending } from "../embeddings/embedding-states.ts";
import { requestEmbedding } from "../embeddings/request-embedding.ts";
import { CosmicError } from "../errors.ts";
import { changedAttributes, updateAttributes } from "./attributes.ts";
import { type DocumentRow, insertDocuments, type NewDocument } from "./document-rows.ts";

/** What became of a document, in the order of the input. */
export interface Upserted {
  id: string;
  created: boolean;
  changed: boolean;
}

/**
 * Writes documents that come from somewhere else, keyed by (source, source id). New ones are added, changed
 * ones brought up to date; content that is the same is not embedded again. A second run does nothing.
 *
 * @throws CosmicError `conflict` if a document belongs to another user
 */
export async function upsertFromSource(
  context: Context,
  input: readonly NewDocument[],
  urgency: "interactive" | "bulk",
): Promise<Upserted[]> {
  if (input.length === 0) return [];
  const now = new Date();
  const { results, toEmbed, toUpdate } = await context.database.orm.transaction(async (tx) => {
    const known = await findBySource(tx, input);
    return apply(tx, input, known, now);
  });
  await requestEmbedding(context, toEmbed, urgency);
  for (const document of toUpdate) await updateAttributes(context, document);
  return results;
}

const key = (document: { source: string; sourceId: string | null }) =>
  document.sourceId === null ? undefined : JSON.stringify([document.source, document.sourceId]);

async function findBySource(tx: Db, input: readonly NewDocument[]): Promise<Map<string, DocumentRow>> {
  const bySource = Map.groupBy(
    input.filter((document) => document.sourceId !== null),
    (document) => document.source,
  );
  const known = new Map<string, DocumentRow>();
  for (const [source, list] of bySource) {
    const ids = list.map((document) => document.sourceId).filter((id) => id !== null);
    // Taken before the look-up, so that two writers of one entry do not both find it missing.
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${source}, 0))`);
    const rows = await tx
      .select()
      .from(documents)
      .where(and(eq(documents.source, source), inArray(documents.sourceId, ids)));
    for (const row of rows) known.set(key(row) ?? "", row);
  }
  return known;
}

async function apply(tx: Db, input: readonly NewDocument[], known: Map<string, DocumentRow>, now: Date) {
  const results: Upserted[] = [];
  const fresh = new Map<string, NewDocument>();
  const toEmbed: string[] = [];
  const toUpdate: DocumentRow[] = [];
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
      toEmbed.push(document.id);
      results.push({ id: document.id, created: true, changed: true });
    } else {
      const outcome = await change(tx, row, document, now);
      known.set(at, { ...row, ...document, id: row.id, updatedAt: now });
      if (outcome === "content") toEmbed.push(row.id);
      if (outcome === "attributes") toUpdate.push({ ...row, ...document, id: row.id, updatedAt: now });
      results.push({ id: row.id, created: false, changed: outcome !== "nothing" });
    }
  }
  await insertDocuments(tx, [...fresh.values()], now);
  return { results, toEmbed, toUpdate };
}

async function change(
  tx: Db,
  row: DocumentRow,
  document: NewDocument,
  now: Date,
): Promise<"nothing" | "attributes" | "content"> {
  if (row.userId !== document.userId) {
    throw new CosmicError(
      "conflict",
      `Entry ${document.sourceId} of ${document.source} belongs to another user.`,
      {
        field: "/source_id",
      },
    );
  }
  const content = row.contentHash !== document.contentHash;
  if (!content && row.title === document.title && !changedAttributes(row, document)) return "nothing";
  const { id: _, ...values } = document;
  await tx
    .update(documents)
    .set({ ...values, updatedAt: now })
    .where(eq(documents.id, row.id));
  if (!content) return "attributes";
  await markPending(tx, [row.id], now);
  return "content";
}
