import type { OnThisDay, OnThisDayQuery } from "@cosmic/contract";
import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { isDateOrTimestamp } from "../documents/dates.ts";
import { CosmicError } from "../errors.ts";
import { isLeapYear } from "./days.ts";
import { localDay, moment } from "./local-day.ts";
import { summaryColumns, toSummary } from "./summary.ts";
import { checkTimeZone, dayIn } from "./time-zone.ts";

/** More than anybody reads of one day; the newest years win. */
const MOST = 200;

/**
 * What a user wrote on this day in years before. What was written on the 29th of February shows on the 28th in years
 * that have no 29th.
 *
 * @throws CosmicError `invalid_value` for a time zone that nobody has, `invalid_date` for a day that no calendar has
 */
export async function onThisDay(
  context: Context,
  query: OnThisDayQuery,
  now = new Date(),
): Promise<OnThisDay> {
  const timeZone = checkTimeZone(query.time_zone ?? "UTC");
  const date = query.date ?? dayIn(timeZone, now);
  if (!isDateOrTimestamp(date)) {
    throw new CosmicError("invalid_date", `The calendar has no day ${date}.`, { field: "/date" });
  }
  const year = Number(date.slice(0, 4));
  const day = localDay(timeZone);
  const yearOf = sql<number>`extract(year FROM ${day})::int`;
  const rows = await context.database.orm
    .select({ ...summaryColumns, year: yearOf })
    .from(documents)
    .where(
      and(
        eq(documents.userId, query.user_id),
        inArray(sql`to_char(${day}, 'MM-DD')`, daysShown(date.slice(5), year)),
        lt(yearOf, year),
      ),
    )
    .orderBy(desc(yearOf), moment, documents.id)
    .limit(MOST);
  const byYear = Map.groupBy(rows, (row) => row.year);
  return {
    date,
    time_zone: timeZone,
    results: [...byYear].map(([then, list]) => ({ years_ago: year - then, documents: list.map(toSummary) })),
  };
}

function daysShown(monthAndDay: string, year: number): string[] {
  return monthAndDay === "02-28" && !isLeapYear(year) ? ["02-28", "02-29"] : [monthAndDay];
}
