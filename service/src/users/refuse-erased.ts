import { eq } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { erasures } from "../db/schema.ts";
import { userErased } from "./erased-user.ts";

/** @throws CosmicError `user_erased` */
export async function refuseErased(db: Db, userId: string, field: string): Promise<void> {
  const [erased] = await db
    .select({ userId: erasures.userId })
    .from(erasures)
    .where(eq(erasures.userId, userId));
  if (erased) throw userErased(field);
}
