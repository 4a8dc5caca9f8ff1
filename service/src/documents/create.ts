import type { BulkResult, DocumentCreate } from "@cosmic/contract";
import { v7 as uuidv7 } from "uuid";
import type { Context } from "../context.ts";
import { requestEmbedding } from "../embeddings/request-embedding.ts";
import type { CosmicError } from "../errors.ts";
import { recordDocuments } from "../events/record.ts";
import { toCosmicError } from "../faults.ts";
import { userErased } from "../users/erased-user.ts";
import { checkMetadata, checkText, contentHash } from "./content.ts";
import { toDate } from "./dates.ts";
import { insertDocuments, type NewDocument, ROWS_PER_STATEMENT } from "./document-rows.ts";
import { checkRetained } from "./retention/kept-until.ts";
import { type Upserted, upsertFromSource } from "./upsert.ts";

export const DEFAULT_DOCUMENT_TYPE = "journal_entry";

/** @returns the document's id, and whether it is new: the same (source, source_id) is written once. */
export async function createDocument(
  context: Context,
  input: DocumentCreate,
): Promise<{ id: string; created: boolean }> {
  const document = toNewDocument(context, input);
  const [written] = await write(context, [document], "interactive", "throw");
  return { id: document.id, created: true, ...written };
}

/** An item of a bulk request that its schema accepted, or what is wrong with it. */
export type BulkItem = { input: DocumentCreate } | { error: CosmicError };

/** Writes what is good, and says of each other item what is wrong with it. */
export async function createDocuments(context: Context, items: readonly BulkItem[]): Promise<BulkResult> {
  const results: BulkResult["results"] = [];
  for (let start = 0; start < items.length; start += ROWS_PER_STATEMENT) {
    const good: { index: number; document: NewDocument }[] = [];
    items.slice(start, start + ROWS_PER_STATEMENT).forEach((item, offset) => {
      const index = start + offset;
      try {
        if ("error" in item) throw item.error;
        good.push({ index, document: toNewDocument(context, item.input) });
      } catch (error) {
        results.push({ index, error: describe(error) });
      }
    });
    try {
      const documents = good.map(({ document }) => document);
      const written = await write(context, documents, "bulk", "report");
      good.forEach(({ index, document }, i) => {
        const { id = document.id, conflict } = written[i] ?? {};
        results.push(conflict ? { index, error: describe(conflict) } : { index, id });
      });
    } catch (error) {
      context.log.error({ err: error }, "a part of a bulk request was not written");
      for (const { index } of good) results.push({ index, error: describe(error) });
    }
  }
  results.sort((a, b) => a.index - b.index);
  const failed = results.filter((result) => result.error).length;
  return { created: results.length - failed, failed, results };
}

async function write(
  context: Context,
  documents: readonly NewDocument[],
  urgency: "interactive" | "bulk",
  conflicts: "throw" | "report",
): Promise<Pick<Upserted, "id" | "created" | "conflict">[]> {
  if (documents.some((document) => document.sourceId !== null)) {
    return upsertFromSource(context, documents, urgency, conflicts);
  }
  const { encryption, database } = context;
  const rows = await encryption.sealDocuments(
    database.orm,
    await encryption.keyHashes(database.orm, documents),
  );
  const written = await database.orm.transaction(async (tx) => {
    const ids = await insertDocuments(tx, rows, new Date());
    await recordDocuments(
      tx,
      "pending",
      documents.filter(({ id }) => ids.has(id)),
    );
    return ids;
  });
  if (conflicts === "throw" && written.size < documents.length) throw userErased();
  const toEmbed = documents.filter(({ id }) => written.has(id));
  await requestEmbedding(context, toEmbed, urgency);
  return documents.map(({ id }) =>
    written.has(id) ? { id, created: true } : { id, created: false, conflict: userErased() },
  );
}

function toNewDocument({ config }: Context, input: DocumentCreate): NewDocument {
  checkText(input.text, config.documents.maxTextBytes);
  checkMetadata(input.metadata ?? {});
  const title = input.title ?? "";
  const documentType = input.document_type ?? DEFAULT_DOCUMENT_TYPE;
  const entryDate = toDate(input.entry_date);
  checkRetained(config.documents.retention, { documentType, entryDate });
  return {
    id: uuidv7(),
    userId: input.user_id,
    title,
    text: input.text,
    documentType,
    metadata: input.metadata ?? {},
    entryDate,
    source: input.source ?? "api",
    sourceId: input.source_id ?? null,
    contentHash: contentHash({ title, text: input.text }, config.passages.withTitle),
  };
}

function describe(error: unknown) {
  const { code, message, field } = toCosmicError(error);
  return { code, detail: message, ...(field ? { field } : {}) };
}
