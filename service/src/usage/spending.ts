import type { Spending } from "@cosmic/contract";
import { eq, sum } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import type { Budget } from "../ports/embedders/providers/config.ts";
import { dayOf, nextDay } from "./day.ts";
import { modelUsage } from "./tables.ts";

/** What was spent today, over all processes and providers, and what is left. */
export async function readSpending(db: Db, budget: Budget, now = new Date()): Promise<Spending> {
  const day = dayOf(now);
  const [today] = await db
    .select({
      requests: sum(modelUsage.requests).mapWith(Number),
      tokens: sum(modelUsage.tokens).mapWith(Number),
      cost: sum(modelUsage.cost).mapWith(Number),
    })
    .from(modelUsage)
    .where(eq(modelUsage.day, day));
  const tokens = today?.tokens ?? 0;
  const cost = today?.cost ?? 0;
  const left = {
    usd: budget.cost === undefined ? null : Math.max(0, budget.cost - cost),
    tokens: budget.tokens === undefined ? null : Math.max(0, budget.tokens - tokens),
  };
  return {
    day,
    requests: today?.requests ?? 0,
    tokens,
    cost_usd: cost,
    left_usd: left.usd,
    left_tokens: left.tokens,
    used_up: left.usd === 0 || left.tokens === 0,
    resets_at: nextDay(now).toISOString(),
  };
}
