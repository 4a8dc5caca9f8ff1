import { eq, lt, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { hashSecret } from "./key-format.ts";
import { signInFailures } from "./tables.ts";

/** So many tries in a row may go wrong; after that each has to wait, twice as long every time. */
const FREE_FAILURES = 4;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 900;
/** After a day in peace they are forgotten. */
const FORGOTTEN_AFTER = sql`interval '1 day'`;

/**
 * Counts a try to sign in before it is known whether it is right, so that many at once are not all looked at. The same
 * for addresses that no admin has, and kept in the database: a restart, or another process, forgets nothing.
 *
 * @throws CosmicError `too_many_tries` while the address has to wait
 */
export async function countTry(db: Db, email: string): Promise<void> {
  const emailHash = hashSecret(email);
  const { failures, lockedUntil } = signInFailures;
  const next = sql`CASE WHEN ${lockedUntil} < now() - ${FORGOTTEN_AFTER} THEN 1 ELSE ${failures} + 1 END`;
  const wait = sql`CASE WHEN ${next} <= ${FREE_FAILURES} THEN 0
    ELSE least(${LONGEST_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} * 2 ^ least(${next} - ${FREE_FAILURES} - 1, 10)) END`;
  const counted = await db
    .insert(signInFailures)
    .values({ emailHash, failures: 1, lockedUntil: sql`now()` })
    .onConflictDoUpdate({
      target: signInFailures.emailHash,
      set: { failures: next, lockedUntil: sql`now() + ${wait} * interval '1 second'` },
      setWhere: sql`${lockedUntil} <= now()`,
    })
    .returning({ failures });
  if (counted.length > 0) return;
  const [locked] = await db
    .select({ seconds: sql<number>`ceil(extract(epoch FROM ${lockedUntil} - now()))::int` })
    .from(signInFailures)
    .where(eq(signInFailures.emailHash, emailHash));
  const message = "Too many tries went wrong. Wait a while, then try again.";
  throw new CosmicError("too_many_tries", message, { retryAfter: Math.max(1, locked?.seconds ?? 1) });
}

/** The last try was right. */
export async function forgetTries(db: Db, email: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.emailHash, hashSecret(email)));
}

export async function clearOldTries(db: Db): Promise<void> {
  await db.delete(signInFailures).where(lt(signInFailures.lockedUntil, sql`now() - ${FORGOTTEN_AFTER}`));
}
