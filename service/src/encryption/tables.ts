import { boolean, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "../db/moment.ts";

/** The key of each user, wrapped with a master key. Without its row nothing of the user can be read any more. */
export const userKeys = pgTable("user_keys", {
  id: uuid("id").primaryKey(),
  userId: text("user_id").notNull().unique(),
  wrapped: text("wrapped").notNull(),
  createdAt: moment("created_at").notNull(),
});

/** How far documents of before there was a key have been sealed. One row. */
export const sealing = pgTable("sealing", {
  id: integer("id").primaryKey(),
  sealedUpTo: uuid("sealed_up_to"),
  done: boolean("done").notNull(),
});
