import { bigint, date, doublePrecision, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

/** What models of providers were used for, a row a day and model. All processes add to it. */
export const modelUsage = pgTable(
  "model_usage",
  {
    /** In UTC. */
    day: date("day", { mode: "string" }).notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    requests: bigint("requests", { mode: "number" }).notNull(),
    tokens: bigint("tokens", { mode: "number" }).notNull(),
    /** US dollars; null where the price is not known. */
    cost: doublePrecision("cost_usd"),
  },
  (table) => [primaryKey({ columns: [table.day, table.provider, table.model] })],
);
