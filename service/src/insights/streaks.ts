import type { Streaks, StreaksQuery } from "@cosmic/contract";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { dayAfter, dayBefore } from "./days.ts";
import { localDay } from "./local-day.ts";
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
    .selectDistinct({ day: sql<string>`to_char(${day}, 'YYYY-MM-DD')` })
    .from(documents)
    .where(and(eq(documents.userId, query.user_id), lte(day, sql`${today}::date`)))
    .orderBy(asc(sql`1`));
  const all = runs(rows.map((row) => row.day));
  const last = all.at(-1);
  const goesOn = last !== undefined && (last.to === today || last.to === dayBefore(today));
  return {
    time_zone: timeZone,
    days_written: rows.length,
    current: goesOn ? last : NONE,
    // Of two that are equally long the later one.
    longest: all.reduce((best, run) => (run.days >= best.days ? run : best), NONE),
  };
}

function runs(days: readonly string[]): Streak[] {
  const found: Streak[] = [];
  for (const day of days) {
    const run = found.at(-1);
    if (run?.to && dayAfter(run.to) === day) {
      run.days++;
      run.to = day;
    } else {
      found.push({ days: 1, from: day, to: day });
    }
  }
  return found;
}
