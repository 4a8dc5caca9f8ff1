import { sql } from "drizzle-orm";
import type { FastifyBaseLogger } from "fastify";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import type { Metering, Use } from "../ports/embedders/metering.ts";
import type { Budget } from "../ports/embedders/providers/config.ts";
import { dayOf } from "./day.ts";
import { readSpending } from "./spending.ts";
import { modelUsage } from "./tables.ts";

/** Jobs look again at least this often, in seconds: what waits longer is taken for lost (`SWEEP_AFTER_SECONDS`). */
const LONGEST_WAIT = 600;

/**
 * Writes down what is used, and holds documents back once the budget of the day is used up. What is under way then is
 * still paid for: a request a process and job at the most.
 */
export function createMeter(
  db: Db,
  budget: Budget,
  log: Pick<FastifyBaseLogger, "warn">,
  now: () => Date = () => new Date(),
): Metering {
  const unsaved: (Use & { day: string })[] = [];

  async function admit(): Promise<void> {
    if (budget.cost === undefined && budget.tokens === undefined) return;
    const { used_up, resets_at } = await readSpending(db, budget, now());
    if (!used_up) return;
    const seconds = Math.ceil((Date.parse(resets_at) - now().getTime()) / 1000);
    throw new CosmicError(
      "budget_exhausted",
      `Today's budget for embeddings is used up. Documents wait until ${resets_at}, or for a higher budget.`,
      { retryAfter: Math.min(LONGEST_WAIT, Math.max(1, seconds)) },
    );
  }

  /** What cannot be written is tried again with what comes next: the vectors are paid for and must not be lost. */
  async function record(used: Use): Promise<void> {
    unsaved.push({ ...used, day: dayOf(now()) });
    for (let next = unsaved.shift(); next; next = unsaved.shift()) {
      try {
        await add(db, next);
      } catch (err) {
        unsaved.unshift(next);
        log.warn({ err }, "what a model was used for could not be written down yet");
        return;
      }
    }
  }

  return { admit, record };
}

async function add(db: Db, { day, provider, model, tokens, cost }: Use & { day: string }): Promise<void> {
  const added = sql`coalesce(${modelUsage.cost} + excluded.cost_usd, ${modelUsage.cost}, excluded.cost_usd)`;
  await db
    .insert(modelUsage)
    .values({ day, provider, model, requests: 1, tokens, cost: cost ?? null })
    .onConflictDoUpdate({
      target: [modelUsage.day, modelUsage.provider, modelUsage.model],
      set: {
        requests: sql`${modelUsage.requests} + 1`,
        tokens: sql`${modelUsage.tokens} + excluded.tokens`,
        cost: added,
      },
    });
}
