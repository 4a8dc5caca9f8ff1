import { type SQL, sql } from "drizzle-orm";
import { documents } from "../db/schema.ts";

/** When a document happened: what it says itself, or else when it was written down. */
export const moment = sql<Date>`coalesce(${documents.entryDate}, ${documents.createdAt})`;

/**
 * The day a document belongs to in a zone. An entry date of exactly midnight in UTC is how a day without a time of
 * day is kept; it is that day everywhere, and not the evening before it west of Greenwich.
 */
export function localDay(timeZone: string): SQL<string> {
  return sql<string>`(CASE
    WHEN ${documents.entryDate} = date_trunc('day', ${documents.entryDate}, 'UTC')
    THEN ${documents.entryDate} AT TIME ZONE 'UTC'
    ELSE ${moment} AT TIME ZONE ${timeZone}::text END)::date`;
}

/** A day as days since 1970: numbers are grouped ten times as fast as texts. */
export function dayNumber(day: SQL): SQL<number> {
  return sql<number>`(${day} - '1970-01-01'::date)`;
}

/** `mood` of the metadata where it is a text. */
export const mood = sql<
  string | null
>`CASE WHEN jsonb_typeof(${documents.metadata}->'mood') = 'string' THEN ${documents.metadata}->>'mood' END`;
