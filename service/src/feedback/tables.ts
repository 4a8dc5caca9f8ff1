import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "../db/moment.ts";
import { documents } from "../db/schema.ts";

/** What people said about hits. The query is a text of the user, and goes with the document that it is about. */
export const searchFeedback = pgTable(
  "search_feedback",
  {
    id: uuid("id").primaryKey(),
    userId: text("user_id").notNull(),
    query: text("query").notNull(),
    documentId: uuid("document_id")
      .notNull()
      .references(() => documents.id, { onDelete: "cascade" }),
    helpful: boolean("helpful").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("search_feedback_user").on(table.userId, table.id),
    index("search_feedback_document").on(table.documentId),
  ],
);
