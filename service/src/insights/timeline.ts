import type { Timeline, TimelineQuery, TimelineStep } from "@cosmic/contract";
import { and, count, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { dayOfNumber, nextStep, stepsBetween } from "./days.ts";
import { dayNumber, localDay, moment, mood } from "./local-day.ts";
import { checkTimeZone } from "./time-zone.ts";

/** 54 years of days. */
const MOST_STEPS = 20_000;

type Step = Timeline["results"][number];

/**
 * How much a user wrote, step by step, with moods; steps without anything are there too. Weeks are those of ISO 8601
 * and begin on Monday. Words are about as many as there are: spaces and line ends are counted.
 *
 * @throws CosmicError `invalid_value` for a time zone that nobody has, or too many steps
 */
export async function timeline(context: Context, query: TimelineQuery): Promise<Timeline> {
  const step = query.step ?? "month";
  const timeZone = checkTimeZone(query.time_zone ?? "UTC");
  const day = localDay(timeZone);
  const rows = await context.database.orm
    .select({
      start: stepStart(step, day),
      mood,
      count: count(),
      words: sql<number>`sum(${documents.words})::float8`,
    })
    .from(documents)
    .where(
      and(
        eq(documents.userId, query.user_id),
        query.document_type === undefined ? undefined : eq(documents.documentType, query.document_type),
        query.date_from === undefined ? undefined : bound(gte, day, query.date_from),
        query.date_to === undefined ? undefined : bound(lte, day, query.date_to),
      ),
    )
    // By their places: the same parameters twice would be other expressions.
    .groupBy(sql`1, 2`);
  const results = allSteps(
    rows.map((row) => row.start),
    step,
  ).map((start): Step => ({ start, count: 0, words: 0, moods: {} }));
  const byStart = new Map(results.map((it) => [it.start, { step: it, moods: new Map<string, number>() }]));
  const moods = new Map<string, number>();
  for (const row of rows) {
    const at = byStart.get(dayOfNumber(row.start));
    if (!at) continue;
    at.step.count += row.count;
    at.step.words += row.words;
    if (row.mood === null) continue;
    for (const counts of [at.moods, moods]) counts.set(row.mood, (counts.get(row.mood) ?? 0) + row.count);
  }
  for (const { step: shown, moods: counts } of byStart.values()) shown.moods = Object.fromEntries(counts);
  return {
    step,
    time_zone: timeZone,
    count: rows.reduce((sum, row) => sum + row.count, 0),
    moods: Object.fromEntries(moods),
    results,
  };
}

/** In the database: thousands of days take longer to be handed over than to be counted. */
export const stepStart = (step: TimelineStep, day: SQL) =>
  dayNumber(sql`date_trunc(${step}::text, ${day}::timestamp)::date`);

/** A day is one of the calendar in the zone; a moment is a moment. */
function bound(compare: typeof gte, day: SQL, limit: string): SQL {
  return limit.length === 10
    ? compare(day, sql`${limit}::date`)
    : compare(moment, sql`${new Date(limit).toISOString()}::timestamptz`);
}

/**
 * The first day of every step from the first of these to the last.
 *
 * @param starts days since 1970 on which steps begin, in any order
 * @throws CosmicError `invalid_value` for more steps than anybody can draw
 */
export function allSteps(starts: readonly number[], step: TimelineStep): string[] {
  if (starts.length === 0) return [];
  // Not by spreading them: there may be too many for one call.
  const first = dayOfNumber(starts.reduce((a, b) => Math.min(a, b)));
  const last = dayOfNumber(starts.reduce((a, b) => Math.max(a, b)));
  if (stepsBetween(first, last, step) > MOST_STEPS) {
    const message = `From ${first} to ${last} there are more than ${MOST_STEPS} steps of a ${step}. Take a longer step, or set date_from and date_to.`;
    throw new CosmicError("invalid_value", message, { field: "/step" });
  }
  const steps: string[] = [];
  for (let start = first; start <= last; start = nextStep(start, step)) steps.push(start);
  return steps;
}
