import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { isOneOf } from "../db/uuid-array.ts";
import { attributesOf } from "../documents/attributes.ts";
import { recordDocuments } from "../events/record.ts";
import type { ClaimedDocument } from "./claim.ts";
import { removeEmbeddings, writeEmbeddings } from "./embedding-rows.ts";
import { type SettledDocument, settle } from "./embedding-states.ts";
import type { PassageText } from "./passage-texts.ts";

/** The passages of a group by the id of the index that they were written to, document by document. */
export type WrittenPassages = Map<string, readonly (readonly PassageText[])[]>;

/**
 * Records that the passages of these documents are in the indexes. A result for a text that has changed
 * meanwhile is not recorded, and of a document that was deleted meanwhile the indexes keep nothing.
 *
 * @returns false, and nothing is recorded, if there is an index by now that they were not written to
 */
export async function complete(
  context: Context,
  group: readonly ClaimedDocument[],
  written: WrittenPassages,
): Promise<boolean> {
  const now = new Date();
  const completed = await context.database.orm.transaction(async (tx) => {
    const wanted = await context.indexes.written(tx);
    if (wanted.some((id) => !written.has(id))) return undefined;
    const settled = await settle(tx, group, "completed", null);
    const ours = new Set(settled.map(({ document }) => document.id));
    const again = settled.filter(({ document }) => document.revision > 1).map(({ document }) => document.id);
    for (const [indexId, passages] of written) {
      await removeEmbeddings(tx, indexId, again);
      await writeEmbeddings(tx, indexId, group, passages, ours, now);
    }
    const identities = settled.map(({ document }) => document);
    await recordDocuments(tx, "completed", identities);
    return settled;
  });
  if (!completed) return false;
  measureLag(context, completed);
  await catchUp(context, group, completed, [...written.keys()]);
  return true;
}

/** From the write until the document is found. */
function measureLag({ telemetry }: Context, completed: readonly SettledDocument[]): void {
  const now = Date.now();
  for (const { document } of completed) {
    const { wantedAt } = document;
    // Another host may have written it, whose clock is a little ahead.
    if (wantedAt) telemetry.metrics.lag.observe(Math.max(0, now - wantedAt.getTime()) / 1000);
  }
}

/**
 * Whatever was written elsewhere while this job was embedding has the last word. What comes after the rows were settled
 * changes the index by itself, after this job did.
 */
async function catchUp(
  context: Context,
  group: readonly ClaimedDocument[],
  settled: readonly SettledDocument[],
  indexIds: readonly string[],
): Promise<void> {
  const done = new Set(settled.map(({ document }) => document.id));
  await removeDeleted(
    context,
    group.map(({ id }) => id).filter((id) => !done.has(id)),
  );
  const changed = settled.filter((it) => it.changed).map(({ document }) => document.id);
  if (changed.length > 0) await writeAttributes(context, changed, indexIds);
}

/** @param ids documents that were no longer ours: deleted, or changed so that another job embeds them again */
async function removeDeleted({ database, searchIndex }: Context, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await database.orm
    .select({ id: documents.id })
    .from(documents)
    .where(isOneOf(documents.id, ids));
  const there = new Set(rows.map(({ id }) => id));
  const deleted = ids.filter((id) => !there.has(id));
  if (deleted.length > 0) await searchIndex.remove(deleted);
}

async function writeAttributes(
  { database, searchIndex, config }: Context,
  ids: readonly string[],
  indexIds: readonly string[],
): Promise<void> {
  const rows = await database.orm
    .select({
      id: documents.id,
      documentType: documents.documentType,
      metadata: documents.metadata,
      entryDate: documents.entryDate,
      createdAt: documents.createdAt,
    })
    .from(documents)
    .where(isOneOf(documents.id, ids));
  for (const row of rows) {
    for (const indexId of indexIds)
      await searchIndex.updateAttributes(indexId, row.id, attributesOf(row, config.passages));
  }
}
