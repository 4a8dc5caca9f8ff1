import { index, pgSchema, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Apart from the tables of the service, with which it may share a database. */
const own = pgSchema("backend");

export { own as schema };

export const accounts = own.table(
  "accounts",
  {
    id: uuid("id").primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash").notNull(),
    createdAt: moment("created_at").notNull(),
    erasingSince: moment("erasing_since"),
  },
  (table) => [uniqueIndex("accounts_email").on(table.email)],
);

export const sessions = own.table(
  "sessions",
  {
    tokenHash: text("token_hash").primaryKey(),
    accountId: uuid("account_id").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("sessions_account").on(table.accountId), index("sessions_expires").on(table.expiresAt)],
);

/** Which rows of `journal_entries`, a table of the service, came from the sample journal. */
export const sampleEntries = own.table(
  "sample_entries",
  {
    entryId: uuid("entry_id").primaryKey(),
    userId: uuid("user_id").notNull(),
  },
  (table) => [index("sample_entries_user").on(table.userId)],
);
