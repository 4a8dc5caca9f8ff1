import { ModelUsageQuery, ModelUsageReport } from "@cosmic/contract";
import { asc, desc, gte } from "drizzle-orm";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { dayOf } from "./day.ts";
import { readSpending } from "./spending.ts";
import { modelUsage } from "./tables.ts";

const DAY_MS = 24 * 3600 * 1000;

export function usageRoutes(app: Server, { database: { orm }, config }: Context): void {
  app.get(
    `${API}/models/usage/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags: ["models"],
        summary: "What models of providers were used for, a day and model a row",
        querystring: ModelUsageQuery,
        response: responses({ 200: ModelUsageReport }),
      },
    },
    async ({ query: { days = 30 } }) => {
      const now = new Date();
      const first = dayOf(new Date(now.getTime() - (days - 1) * DAY_MS));
      const rows = await orm
        .select()
        .from(modelUsage)
        .where(gte(modelUsage.day, first))
        .orderBy(desc(modelUsage.day), asc(modelUsage.provider), asc(modelUsage.model));
      const results = rows.map(({ cost, ...row }) => ({ ...row, cost_usd: cost }));
      const today = await readSpending(orm, config.embedding.providers.budget, now);
      return { today, count: results.length, results };
    },
  );
}
