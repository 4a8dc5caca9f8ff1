import { randomUUID } from "node:crypto";
import { and, asc, count, desc, eq, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Encryption } from "../../../../service/src/encryption/encryption.ts";
import {
  type Entry,
  type EntryFilter,
  type Journal,
  type NewEntry,
  type Place,
  VOCABULARY_LIMIT,
} from "../journal.ts";
import type { Db } from "./create.ts";
import { isUuid, sampleUuid } from "./ids.ts";
import { journalEntries } from "./journal-table.ts";
import { sampleEntries } from "./schema.ts";

/** The day an entry is about; whoever else writes the table may leave it open. */
const dated = sql<Date>`coalesce(${journalEntries.entryDate}, ${journalEntries.createdAt})`;

/** Rows of one statement: PGlite runs on the main thread and must not hold it for long. */
const ROWS_PER_STATEMENT = 250;

export function databaseJournal(db: Db, { sealEntries }: Pick<Encryption, "sealEntries">): Journal {
  const shown = { entry: journalEntries, sample: sampleEntries.entryId };
  const select = () =>
    db
      .select(shown)
      .from(journalEntries)
      .leftJoin(sampleEntries, eq(sampleEntries.entryId, journalEntries.id));
  const samplesOf = (userId: string) => (isUuid(userId) ? eq(sampleEntries.userId, userId) : sql`false`);

  return {
    async add(userId, entries) {
      const rows = entries.map((entry) => toRow(userId, entry));
      const samples = new Set(rows.filter((_, i) => entries[i]?.sampleId !== undefined).map(({ id }) => id));
      const added: Entry[] = [];
      for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
        const part = await sealEntries(db, rows.slice(i, i + ROWS_PER_STATEMENT));
        await db.transaction(async (tx) => {
          const inserted = await tx.insert(journalEntries).values(part).onConflictDoNothing().returning();
          const marks = inserted
            .filter(({ id }) => samples.has(id))
            .map(({ id }) => ({ entryId: id, userId }));
          if (marks.length > 0) await tx.insert(sampleEntries).values(marks).onConflictDoNothing();
          added.push(
            ...inserted.map((row) => toEntry({ entry: row, sample: samples.has(row.id) ? row.id : null })),
          );
        });
      }
      return added;
    },

    async find(userId, id) {
      if (!isUuid(id)) return undefined;
      const [row] = await select().where(and(eq(journalEntries.id, id), eq(journalEntries.userId, userId)));
      return row && toEntry(row);
    },

    async list(userId, filter, { from, backwards, limit }) {
      const order = backwards ? asc : desc;
      const rows = await select()
        .where(and(filterOf(userId, filter), from && behind(from, backwards)))
        .orderBy(order(dated), order(journalEntries.id))
        .limit(limit);
      return rows.map(toEntry);
    },

    async count(userId, filter) {
      const [row] = await db.select({ count: count() }).from(journalEntries).where(filterOf(userId, filter));
      return row?.count ?? 0;
    },

    async replace({ sample: _, createdAt: __, ...entry }, updatedAt) {
      const { id, userId } = entry;
      const [content] = await sealEntries(db, [entry]);
      return db.transaction(async (tx) => {
        const written = await tx
          .update(journalEntries)
          .set({ ...content })
          .where(
            and(
              eq(journalEntries.id, id),
              eq(journalEntries.userId, userId),
              eq(journalEntries.updatedAt, updatedAt),
            ),
          )
          .returning({ id: journalEntries.id });
        if (written.length > 0) await tx.delete(sampleEntries).where(eq(sampleEntries.entryId, id));
        return written.length > 0;
      });
    },

    async remove(userId, id) {
      if (!isUuid(id)) return false;
      const gone = await db.transaction((tx) =>
        removeEntries(tx, and(eq(journalEntries.id, id), eq(journalEntries.userId, userId))),
      );
      return gone.length > 0;
    },

    async vocabulary(userId) {
      const mine = eq(journalEntries.userId, userId);
      const many = count();
      const [moods, tags] = await Promise.all([
        db
          .select({ value: journalEntries.mood, count: many })
          .from(journalEntries)
          .where(mine)
          .groupBy(journalEntries.mood)
          .orderBy(desc(many), asc(journalEntries.mood))
          .limit(VOCABULARY_LIMIT + 1),
        db
          .select({ value: sql<string>`tag`, count: many })
          .from(journalEntries)
          .innerJoin(sql`jsonb_array_elements_text(${journalEntries.tags}) AS tag`, sql`true`)
          .where(mine)
          .groupBy(sql`tag`)
          .orderBy(desc(many), asc(sql`tag`))
          .limit(VOCABULARY_LIMIT),
      ]);
      // Most entries may have none, so that it would be the first of all moods.
      const named = moods.flatMap(({ value, count: times }) =>
        value === null ? [] : [{ value, count: times }],
      );
      return { moods: named.slice(0, VOCABULARY_LIMIT), tags };
    },

    async countSamples(userId) {
      const [row] = await db.select({ count: count() }).from(sampleEntries).where(samplesOf(userId));
      return row?.count ?? 0;
    },

    removeSamples: (userId) =>
      db.transaction(async (tx) => {
        const marked = tx.select({ id: sampleEntries.entryId }).from(sampleEntries).where(samplesOf(userId));
        return removeEntries(tx, and(eq(journalEntries.userId, userId), inArray(journalEntries.id, marked)));
      }),

    async removeAll(userId) {
      await db.transaction((tx) => removeEntries(tx, eq(journalEntries.userId, userId)));
    },
  };
}

async function removeEntries(tx: Db, which: SQL | undefined): Promise<string[]> {
  const gone = await tx.delete(journalEntries).where(which).returning({ id: journalEntries.id });
  const ids = gone.map(({ id }) => id);
  for (let i = 0; i < ids.length; i += ROWS_PER_STATEMENT) {
    await tx
      .delete(sampleEntries)
      .where(inArray(sampleEntries.entryId, ids.slice(i, i + ROWS_PER_STATEMENT)));
  }
  return ids;
}

function filterOf(userId: string, { from, to, mood, tag }: EntryFilter): SQL | undefined {
  return and(
    eq(journalEntries.userId, userId),
    from ? gte(dated, from.toISOString()) : undefined,
    to ? lte(dated, to.toISOString()) : undefined,
    mood === undefined ? undefined : eq(journalEntries.mood, mood),
    tag === undefined ? undefined : sql`${journalEntries.tags} @> ${JSON.stringify([tag])}::jsonb`,
  );
}

function behind({ entryDate, id }: Place, backwards: boolean): SQL {
  const place = sql`(${entryDate.toISOString()}::timestamptz, ${id}::uuid)`;
  const row = sql`(${dated}, ${journalEntries.id})`;
  return backwards ? sql`${row} > ${place}` : sql`${row} < ${place}`;
}

function toRow(userId: string, { sampleId, ...entry }: NewEntry) {
  const id = sampleId === undefined ? randomUUID() : sampleUuid(userId, sampleId);
  return { ...entry, id, userId, updatedAt: entry.createdAt };
}

function toEntry({
  entry,
  sample,
}: {
  entry: typeof journalEntries.$inferSelect;
  sample: string | null;
}): Entry {
  return { ...entry, entryDate: entry.entryDate ?? entry.createdAt, sample: sample !== null };
}
