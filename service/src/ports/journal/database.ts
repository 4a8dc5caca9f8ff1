import { and, asc, eq, gt, gte, inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { journalEntries } from "../../db/schema.ts";
import type { JournalCursor, JournalEntry, JournalSource } from "./journal.ts";

/** What PostgreSQL takes for a UUID, and other ids are not in the table. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isUuid = (id: string) => UUID.test(id);

/** The journal of the embedded mode: a table of the same database. */
export function createDatabaseJournal(db: Db): JournalSource {
  return {
    name: "journal_entries",

    async read({ after, userId, since, undated, limit }) {
      // Every row says when it was changed.
      if (undated) return { entries: [], rejected: [] };
      const rows = await db
        .select()
        .from(journalEntries)
        .where(
          and(
            after && behind(after),
            userId === undefined ? undefined : eq(journalEntries.userId, userId),
            since ? gte(journalEntries.updatedAt, since) : undefined,
          ),
        )
        .orderBy(asc(journalEntries.updatedAt), asc(journalEntries.id))
        .limit(limit);
      const last = rows.at(-1);
      return {
        entries: rows.map(toEntry),
        rejected: [],
        ...(last ? { cursor: { updatedAt: last.updatedAt, id: last.id } } : {}),
      };
    },

    async readByIds(ids) {
      const list = ids.filter(isUuid);
      const rows = await db.select().from(journalEntries).where(inArray(journalEntries.id, list));
      return { entries: rows.map(toEntry), rejected: [] };
    },

    async listIds({ after, limit }) {
      const rows = await db
        .select({ id: journalEntries.id })
        .from(journalEntries)
        .where(after === undefined ? undefined : gt(journalEntries.id, after))
        .orderBy(asc(journalEntries.id))
        .limit(limit);
      const last = rows.at(-1);
      return { ids: rows.map(({ id }) => id), ...(last && { after: last.id }) };
    },

    async existing(ids) {
      const rows = await db
        .select({ id: journalEntries.id })
        .from(journalEntries)
        .where(inArray(journalEntries.id, ids.filter(isUuid)));
      const there = new Set(rows.map(({ id }) => id));
      return new Set(ids.filter((id) => there.has(id.toLowerCase())));
    },

    async check() {
      await db.select({ id: journalEntries.id }).from(journalEntries).limit(1);
    },

    async close() {},
  };
}

function behind({ updatedAt, id }: JournalCursor): SQL {
  const moment = sql`${updatedAt.toISOString()}::timestamptz`;
  return id === undefined || !isUuid(id)
    ? sql`${journalEntries.updatedAt} >= ${moment}`
    : sql`(${journalEntries.updatedAt}, ${journalEntries.id}) > (${moment}, ${id}::uuid)`;
}

function toEntry(row: typeof journalEntries.$inferSelect): JournalEntry {
  return {
    id: row.id,
    userId: row.userId,
    title: row.title,
    text: row.text,
    metadata: {
      ...(row.mood === null ? {} : { mood: row.mood }),
      ...(row.tags.length > 0 ? { tags: row.tags } : {}),
    },
    entryDate: row.entryDate ?? row.createdAt,
    updatedAt: row.updatedAt,
  };
}
