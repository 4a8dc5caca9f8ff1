import type { IdComparison } from "@cosmic/contract";
import { and, asc, count, eq, gt, inArray } from "drizzle-orm";
import { type Static, Type } from "typebox";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { removeFromSource } from "../documents/remove-from-source.ts";
import type { JournalCursor } from "../ports/journal/journal.ts";
import type { JobContext, JobDefinition } from "../ports/queue/queue.ts";
import { newCounts } from "./counts.ts";
import { readState, saveComparison } from "./state.ts";
import { writeEntries } from "./write-entries.ts";

const Payload = Type.Object({
  force: Type.Optional(Type.Boolean({ description: "Remove documents however many they are" })),
});

export const compareJob: JobDefinition<typeof Payload> = {
  name: "compare-ids",
  payload: Payload,
  attempts: 3,
  backoffSeconds: 60,
  maxBackoffSeconds: 600,
  timeoutSeconds: 6 * 3600,
  concurrency: 1,
};

const PAGE = 500;
/** More than this many, and more than half of all, are not taken for deleted but for a journal that is not itself. */
const MANY = 20;

type Run = Pick<JobContext, "signal" | "progress">;

/**
 * Compares the ids of the journal with those of the documents that came from it, a page at a time. Adds what is
 * missing here, reads again what does not say when it was changed, and removes what is gone there.
 *
 * @throws CosmicError `journal_unavailable`, with nothing removed that the journal did not deny
 */
export async function compareIds(
  context: Context,
  { force = false }: Static<typeof Payload>,
  run: Run,
): Promise<IdComparison> {
  const comparison: IdComparison = { ...newCounts(), entries: 0, documents: 0, withheld: 0 };
  await addMissing(context, comparison, run);
  await readUndated(context, comparison, run);
  comparison.documents = await countDocuments(context);
  let gone = 0;
  for await (const ids of goneThere(context, run)) gone += ids.length;
  const many = gone > MANY && gone > comparison.documents / 2;
  if (many && !force) {
    comparison.withheld = gone;
    context.log.warn(
      { source: context.journal.name, gone, documents: comparison.documents },
      "the journal has lost most of its entries; no document was removed. If that is right, sync with force",
    );
  } else if (gone > 0) {
    // Asked again, page by page: what came back meanwhile stays.
    for await (const ids of goneThere(context, run)) {
      comparison.deleted += await removeFromSource(context, context.journal.name, ids);
    }
  }
  await saveComparison(context, comparison);
  return comparison;
}

async function addMissing(context: Context, comparison: IdComparison, run: Run): Promise<void> {
  const { journal, database } = context;
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    run.signal.throwIfAborted();
    const { removal } = await readState(context);
    const page = await journal.listIds({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    after = page.after;
    comparison.entries += page.ids.length;
    const rows = await database.orm
      .select({ sourceId: documents.sourceId })
      .from(documents)
      .where(and(eq(documents.source, journal.name), inArray(documents.sourceId, page.ids)));
    const known = new Set(rows.map(({ sourceId }) => sourceId));
    const missing = page.ids.filter((id) => !known.has(id));
    if (missing.length === 0) continue;
    await writeEntries(context, await journal.readByIds(missing), comparison, "bulk", removal);
    run.progress(comparison.entries, comparison.entries, `${comparison.entries} entries compared`);
  }
}

async function readUndated(context: Context, comparison: IdComparison, run: Run): Promise<void> {
  for (let after: JournalCursor | undefined, first = true; first || after; first = false) {
    run.signal.throwIfAborted();
    const { removal } = await readState(context);
    const page = await context.journal.read({ undated: true, limit: PAGE, ...(after && { after }) });
    after = page.cursor;
    await writeEntries(context, page, comparison, "bulk", removal);
  }
}

async function countDocuments({ database, journal }: Context): Promise<number> {
  const [row] = await database.orm
    .select({ documents: count() })
    .from(documents)
    .where(eq(documents.source, journal.name));
  return row?.documents ?? 0;
}

/** Source ids of documents whose entries the journal has no more, a page at a time. */
async function* goneThere({ database, journal }: Context, run: Run): AsyncGenerator<string[]> {
  let after: string | undefined;
  for (;;) {
    run.signal.throwIfAborted();
    const rows = await database.orm
      .select({ sourceId: documents.sourceId })
      .from(documents)
      .where(
        and(
          eq(documents.source, journal.name),
          // What has no id in the source did not come from there.
          gt(documents.sourceId, after ?? ""),
        ),
      )
      .orderBy(asc(documents.sourceId))
      .limit(PAGE);
    const ids = rows.map(({ sourceId }) => sourceId).filter((id) => id !== null);
    after = ids.at(-1);
    if (after === undefined) return;
    const there = await journal.existing(ids);
    const gone = ids.filter((id) => !there.has(id));
    if (gone.length > 0) yield gone;
  }
}
