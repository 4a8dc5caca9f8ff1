import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./schema.ts";

/** The columns of `journal_entries`. The service's migrations make the table (`service/src/db/schema.ts`). */
export const journalEntries = pgTable("journal_entries", {
  id: uuid("id").primaryKey(),
  userId: text("user_id").notNull(),
  title: text("title").notNull().default(""),
  text: text("text").notNull(),
  mood: text("mood"),
  tags: jsonb("tags").$type<string[]>().notNull().default([]),
  entryDate: moment("entry_date"),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});
