import { and, asc, eq, gte, sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { journalEntries } from "../../db/schema.ts";
import type { JournalEntry, JournalSource } from "./journal.ts";

/** The journal of the embedded mode: a table of the same database. */
export function createDatabaseJournal(db: Db): JournalSource {
  return {
    name: "journal",

    async read({ after, userId, since, limit }) {
      const rows = await db
        .select()
        .from(journalEntries)
        .where(
          and(
            after
              ? sql`(${journalEntries.updatedAt}, ${journalEntries.id}) > (${after.updatedAt.toISOString()}::timestamptz, ${after.id}::uuid)`
              : undefined,
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

    async check() {
      await db.select({ id: journalEntries.id }).from(journalEntries).limit(1);
    },

    async close() {},
  };
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
