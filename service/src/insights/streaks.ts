import type { Streaks, StreaksQuery } from "@cosmic/contract";
import { and, eq, lte, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { dayOfNumber, numberOfDay } from "./days.ts";
import { dayNumber, localDay } from "./local-day.ts";
import { checkTimeZone, dayIn } from "./time-zone.ts";

type Streak = Streaks["current"];

const NONE: Streak = { days: 0, from: null, to: null };

/**
 * On how many days a user wrote, and how many in a row. The current streak ends today, or yesterday: the day is not
 * over yet. What is dated in the future does not count.
 *
 * @throws CosmicError `invalid_value` for a time zone that nobody has
 */
export async function streaks(context: Context, query: StreaksQuery, now = new Date()): Promise<Streaks> {
  const timeZone = checkTimeZone(query.time_zone ?? "UTC");
  const today = dayIn(timeZone, now);
  const day = localDay(timeZone);
  const rows = await context.database.orm
    .selectDistinct({ day: dayNumber(day) })
    .from(documents)
    .where(and(eq(documents.userId, query.user_id), lte(day, sql`${today}::date`)));
  const all = runs(rows.map((row) => row.day).sort((a, b) => a - b));
  const last = all.at(-1);
  const goesOn = last !== undefined && last.to >= numberOfDay(today) - 1;
  return {
    time_zone: timeZone,
    days_written: rows.length,
    current: goesOn ? toStreak(last) : NONE,
    // Of two that are equally long the later one.
    longest: all.map(toStreak).reduce((best, run) => (run.days >= best.days ? run : best), NONE),
  };
}

/** Days since 1970, both inclusive. */
interface Run {
  from: number;
  to: number;
}

function runs(days: readonly number[]): Run[] {
  const found: Run[] = [];
  for (const day of days) {
    const run = found.at(-1);
    if (run?.to === day - 1) run.to = day;
    else found.push({ from: day, to: day });
  }
  return found;
}

function toStreak({ from, to }: Run): Streak {
  return { days: to - from + 1, from: dayOfNumber(from), to: dayOfNumber(to) };
}
