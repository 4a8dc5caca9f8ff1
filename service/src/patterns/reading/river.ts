import type { ThemeDetail, TimelineStep } from "@cosmic/contract";
import { count, eq, sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { numberOfDay } from "../../insights/days.ts";
import { localDay } from "../../insights/local-day.ts";
import { allSteps, stepStart } from "../../insights/timeline.ts";
import { ofThemes } from "./of-themes.ts";

export interface RiverQuery {
  userId: string;
  /** Of the theme and those merged into it. */
  ids: readonly string[];
  step: TimelineStep;
  timeZone: string;
}

/** How many documents of a theme, and of all, there are in each step from the user's first document to the last. */
export async function readRiver(
  db: Db,
  { userId, ids, step, timeZone }: RiverQuery,
): Promise<ThemeDetail["river"]> {
  const rows = await db
    .select({
      start: stepStart(step, localDay(timeZone)),
      all: count(),
      own: sql<number>`(count(*) FILTER (WHERE ${ofThemes(userId, ids)}))::int`,
    })
    .from(documents)
    .where(eq(documents.userId, userId))
    // By its place: the same parameters twice would be another expression.
    .groupBy(sql`1`);
  const byStart = new Map(rows.map((row) => [row.start, row]));
  return allSteps([...byStart.keys()], step).map((start) => {
    const { own = 0, all = 0 } = byStart.get(numberOfDay(start)) ?? {};
    return { start, count: own, all };
  });
}
