import type { Admin, AdminCreate, AdminList, AdminPassword, AdminSignIn, TotpSecret } from "@cosmic/contract";
import { and, asc, count, eq, isNull, lt, ne, or } from "drizzle-orm";
import { validate as isUuid, v7 as uuidv7 } from "uuid";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { countTry, forgetTries } from "./lock-out.ts";
import { checkPassword, hashPassword, nobodysHash, normaliseEmail } from "./password.ts";
import { adminSessions, admins } from "./tables.ts";
import { newTotp, stepOfCode } from "./totp.ts";

type AdminRow = typeof admins.$inferSelect;

/** @throws CosmicError `conflict` if the address has an account already */
export async function createAdmin(db: Db, { email, password }: AdminCreate): Promise<Admin> {
  const passwordHash = await hashPassword(password);
  const [row] = await db
    .insert(admins)
    .values({ id: uuidv7(), email: normaliseEmail(email), passwordHash, createdAt: new Date() })
    .onConflictDoNothing()
    .returning();
  if (row) return toAdmin(row);
  throw new CosmicError("conflict", "There is an admin with this address already.", { field: "/email" });
}

/** In the order in which they were made; they are few. */
export async function listAdmins(db: Db): Promise<AdminList> {
  const rows = await db.select().from(admins).orderBy(asc(admins.createdAt), asc(admins.id));
  return { count: rows.length, next: null, previous: null, results: rows.map(toAdmin) };
}

/**
 * Removes an admin with all sessions.
 *
 * @throws CosmicError `admin_not_found`; `conflict` for the last one, because nobody could sign in any more
 */
export async function removeAdmin(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    // Two who remove each other at the same time must not both succeed.
    await tx.select({ id: admins.id }).from(admins).for("update");
    await findAdmin(tx, id);
    const [others] = await tx.select({ count: count() }).from(admins).where(ne(admins.id, id));
    if (others?.count === 0) {
      throw new CosmicError("conflict", "This is the last admin. Make another one first.");
    }
    await tx.delete(admins).where(eq(admins.id, id));
  });
}

/**
 * @returns who signed in
 * @throws CosmicError `wrong_credentials`, the same and after the same time whether or not there is such an admin;
 *   `code_required` if the password was right; `too_many_tries`
 */
export async function checkSignIn(db: Db, { email, password, code }: AdminSignIn): Promise<Admin> {
  const address = normaliseEmail(email);
  await countTry(db, address);
  const [row] = await db.select().from(admins).where(eq(admins.email, address));
  const { right, outdated } = await checkPassword(password, row?.passwordHash ?? (await nobodysHash()));
  if (!row || !right) throw wrong("There is no admin with this address and password.");
  if (row.totpConfirmed) {
    if (code === undefined)
      throw new CosmicError("code_required", "Send the code of the authenticator as well.");
    if (!(await takeCode(db, row, code))) throw wrong("This code is wrong, or was used before.");
  }
  const passwordHash = outdated ? await hashPassword(password) : row.passwordHash;
  await db.update(admins).set({ passwordHash, lastSignInAt: new Date() }).where(eq(admins.id, row.id));
  await forgetTries(db, address);
  return toAdmin(row);
}

/**
 * Changes the password and ends all other sessions of the admin.
 *
 * @throws CosmicError `wrong_credentials`, `too_many_tries`
 */
export async function changePassword(
  db: Db,
  id: string,
  { current, next }: AdminPassword,
  sessionId: string | undefined,
): Promise<void> {
  await confirmPassword(db, id, current);
  await db
    .update(admins)
    .set({ passwordHash: await hashPassword(next) })
    .where(eq(admins.id, id));
  const others = sessionId === undefined ? undefined : ne(adminSessions.id, sessionId);
  await db.delete(adminSessions).where(and(eq(adminSessions.adminId, id), others));
}

/**
 * Gives an admin a new secret for an authenticator. It counts when `confirmTotp` has seen a code of it.
 *
 * @throws CosmicError `conflict` if there is one that counts
 */
export async function beginTotp(db: Db, id: string, password: string): Promise<TotpSecret> {
  const { email, totpConfirmed } = await confirmPassword(db, id, password);
  if (totpConfirmed) throw new CosmicError("conflict", "There is an authenticator already. Remove it first.");
  const { secret, uri } = newTotp(email);
  await db.update(admins).set({ totpSecret: secret, totpStep: null }).where(eq(admins.id, id));
  return { secret, uri };
}

/** @throws CosmicError `wrong_credentials` */
export async function confirmTotp(db: Db, id: string, code: string): Promise<Admin> {
  const row = await findAdmin(db, id);
  if (!(await takeCode(db, row, code))) throw wrong("This is not a code of the authenticator.", "/code");
  await db.update(admins).set({ totpConfirmed: true }).where(eq(admins.id, id));
  return toAdmin({ ...row, totpConfirmed: true });
}

/** For an authenticator that was lost. */
export async function removeTotp(db: Db, id: string): Promise<Admin> {
  const row = await findAdmin(db, id);
  const none = { totpSecret: null, totpConfirmed: false, totpStep: null };
  await db.update(admins).set(none).where(eq(admins.id, id));
  return toAdmin({ ...row, ...none });
}

async function confirmPassword(db: Db, id: string, password: string): Promise<AdminRow> {
  const row = await findAdmin(db, id);
  await countTry(db, row.email);
  const { right } = await checkPassword(password, row.passwordHash);
  if (!right) throw wrong("This is not the password of the admin.");
  await forgetTries(db, row.email);
  return row;
}

/** A code is taken once: who saw it typed cannot use it again. */
async function takeCode(db: Db, { id, totpSecret }: AdminRow, code: string): Promise<boolean> {
  const step = totpSecret === null ? undefined : stepOfCode(totpSecret, code);
  if (step === undefined) return false;
  const taken = await db
    .update(admins)
    .set({ totpStep: step })
    .where(and(eq(admins.id, id), or(isNull(admins.totpStep), lt(admins.totpStep, step))))
    .returning({ id: admins.id });
  return taken.length > 0;
}

async function findAdmin(db: Db, id: string): Promise<AdminRow> {
  const [row] = isUuid(id) ? await db.select().from(admins).where(eq(admins.id, id)) : [];
  if (!row) throw new CosmicError("admin_not_found", `There is no admin ${id}.`);
  return row;
}

function wrong(message: string, field?: string): CosmicError {
  return new CosmicError("wrong_credentials", message, field === undefined ? {} : { field });
}

function toAdmin({ id, email, totpConfirmed, createdAt, lastSignInAt }: AdminRow): Admin {
  return {
    ...{ id, email, totp: totpConfirmed, created_at: createdAt.toISOString() },
    last_sign_in_at: lastSignInAt?.toISOString() ?? null,
  };
}
