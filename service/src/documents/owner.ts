import { eq } from "drizzle-orm";
import type { Owner } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { isDocumentId, notFound } from "./read.ts";

/** Whose a document is. That never changes. */
export function documentOwner({ database }: Pick<Context, "database">): Owner {
  return {
    async find(id) {
      if (!isDocumentId(id)) return undefined;
      const [row] = await database.orm
        .select({ userId: documents.userId })
        .from(documents)
        .where(eq(documents.id, id));
      return row?.userId;
    },
    missing: notFound,
  };
}
