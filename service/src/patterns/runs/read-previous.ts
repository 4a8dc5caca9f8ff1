import { setImmediate } from "node:timers/promises";
import { and, asc, eq, gt } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { themeDocuments, themes } from "../tables.ts";
import type { PreviousThemes } from "../themes.ts";

const PAGE = 500;

/**
 * What the next run goes on from. A theme that is gone counts as well, by the documents that have been in none since:
 * so it is known when it comes back. Who has left a theme that is still there counts for it no more.
 */
export async function readPrevious(db: Db, userId: string): Promise<PreviousThemes> {
  const members: PreviousThemes["members"][number][] = [];
  const map: PreviousThemes["map"][number][] = [];
  const rows = await db.select({ id: themes.id }).from(themes).where(eq(themes.userId, userId));
  const there = new Set(rows.map(({ id }) => id));
  for await (const page of placesOf(db, userId)) {
    for (const { documentId, themeId, earlierThemeId, x, y } of page) {
      map.push({ documentId, x, y });
      const gone = earlierThemeId !== null && !there.has(earlierThemeId) ? earlierThemeId : null;
      const known = themeId ?? gone;
      if (known !== null) members.push({ documentId, themeId: known });
    }
  }
  return { members, map };
}

/** Where the documents of a user are, some at a time: between two parts others have their turn. */
export async function* placesOf(db: Db, userId: string) {
  for (let after: string | undefined; ; ) {
    const page = await db
      .select({
        documentId: themeDocuments.documentId,
        themeId: themeDocuments.themeId,
        earlierThemeId: themeDocuments.earlierThemeId,
        x: themeDocuments.x,
        y: themeDocuments.y,
      })
      .from(themeDocuments)
      .where(
        and(
          eq(themeDocuments.userId, userId),
          after === undefined ? undefined : gt(themeDocuments.documentId, after),
        ),
      )
      .orderBy(asc(themeDocuments.documentId))
      .limit(PAGE);
    yield page;
    after = page.at(-1)?.documentId;
    if (page.length < PAGE) return;
    await setImmediate();
  }
}
