import { inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { isOneOf } from "../db/uuid-array.ts";
import { removeEmbeddings, writeEmbeddings } from "../embeddings/embedding-rows.ts";
import { type IndexableDocument, indexDocuments } from "../embeddings/index-documents.ts";
import type { PassageText } from "../embeddings/passage-texts.ts";
import type { LiveIndex } from "./live-indexes.ts";

type Version = IndexableDocument & { contentHash: string; updatedAt: Date };

/**
 * Writes documents as they are now to an index that is not the one their status speaks of. What was changed or
 * deleted while it was at it is done again: an older text never has the last word.
 */
export async function writeCurrent(
  context: Context,
  index: LiveIndex,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (let open = [...ids]; open.length > 0; ) {
    signal.throwIfAborted();
    const versions: Version[] = await context.database.orm
      .select()
      .from(documents)
      .where(inArray(documents.id, open));
    const there = new Set(versions.map(({ id }) => id));
    const gone = open.filter((id) => !there.has(id));
    if (gone.length > 0) await context.searchIndex.remove(gone);
    const passages = await indexDocuments(context, index, versions, signal);
    const recorded = await record(context, index, versions, passages);
    open = versions.map(({ id }) => id).filter((id) => !recorded.has(id));
  }
}

/** @returns the documents that still are what was written */
async function record(
  { database }: Context,
  index: LiveIndex,
  versions: readonly Version[],
  passages: readonly (readonly PassageText[])[],
): Promise<Set<string>> {
  if (versions.length === 0) return new Set();
  const written = new Map(versions.map((version) => [version.id, version]));
  return database.orm.transaction(async (tx) => {
    const rows = await tx
      .select({ id: documents.id, contentHash: documents.contentHash, updatedAt: documents.updatedAt })
      .from(documents)
      .where(isOneOf(documents.id, [...written.keys()]))
      // Nobody deletes one until its passages are recorded, which the deletion then takes along.
      .for("key share");
    const same = new Set<string>();
    for (const { id, contentHash, updatedAt } of rows) {
      const version = written.get(id);
      if (version?.contentHash === contentHash && version.updatedAt.getTime() === updatedAt.getTime())
        same.add(id);
    }
    await removeEmbeddings(tx, index.id, [...same]);
    await writeEmbeddings(tx, index.id, versions, passages, same, new Date());
    return same;
  });
}
