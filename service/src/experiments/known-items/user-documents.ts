import { setImmediate } from "node:timers/promises";
import { and, asc, eq, gt, lte } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents } from "../../db/schema.ts";
import { type DocumentRow, documentRowColumns } from "../../documents/document-rows.ts";

/** Few, because each may have a megabyte of text. */
const PAGE = 50;

/** A user's documents that there were at a time, in the order of their ids, page by page. */
export async function* documentsOf(
  { database }: Context,
  userId: string,
  at: Date,
): AsyncGenerator<DocumentRow[]> {
  for (let after: string | undefined; ; ) {
    const rows = await database.orm
      .select(documentRowColumns)
      .from(documents)
      .where(
        and(
          eq(documents.userId, userId),
          lte(documents.createdAt, at),
          after === undefined ? undefined : gt(documents.id, after),
        ),
      )
      .orderBy(asc(documents.id))
      .limit(PAGE);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.id;
    // PGlite answers before anything else of the process has its turn.
    await setImmediate();
  }
}
