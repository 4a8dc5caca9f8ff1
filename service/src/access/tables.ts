import { PRINCIPAL_KINDS, SCOPES } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { moment } from "../db/moment.ts";

/** Keys of programs. Rows stay when a key is revoked: they say that there is access control. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    scopes: text("scopes", { enum: SCOPES }).array().notNull(),
    /** SHA-256 of the whole key, base64url. */
    secretHash: text("secret_hash").notNull(),
    /** Of the key before the last rotation, and how long that works too. */
    previousHash: text("previous_hash"),
    previousUntil: moment("previous_until"),
    /** The only user whose data it may touch. */
    userId: text("user_id"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at"),
    rotatedAt: moment("rotated_at"),
    revokedAt: moment("revoked_at"),
    /** To the minute, so that not every request writes. */
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [
    index("api_keys_user").on(table.userId),
    index("api_keys_created").on(table.createdAt, table.id),
  ],
);

/** Who may sign in to the service itself. */
export const admins = pgTable(
  "admins",
  {
    id: uuid("id").primaryKey(),
    /** In lower case. */
    email: text("email").notNull(),
    /** Argon2id in the PHC string format. */
    passwordHash: text("password_hash").notNull(),
    /** Base32. Not a hash: codes are made of it. */
    totpSecret: text("totp_secret"),
    /** False until a code has shown that the authenticator has the secret. */
    totpConfirmed: boolean("totp_confirmed").notNull().default(false),
    /** The last step of which a code was taken: none is taken twice. */
    totpStep: bigint("totp_step", { mode: "number" }),
    createdAt: moment("created_at").notNull(),
    lastSignInAt: moment("last_sign_in_at"),
  },
  (table) => [
    uniqueIndex("admins_email").on(table.email),
    index("admins_created").on(table.createdAt, table.id),
  ],
);

export const adminSessions = pgTable(
  "admin_sessions",
  {
    id: uuid("id").primaryKey(),
    /** SHA-256 of the token in the cookie, base64url. */
    tokenHash: text("token_hash").notNull(),
    adminId: uuid("admin_id")
      .notNull()
      .references(() => admins.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [uniqueIndex("admin_sessions_token").on(table.tokenHash)],
);

/** Wrong passwords and codes, by address of mail, whether there is such an admin or not. */
export const signInFailures = pgTable("sign_in_failures", {
  /** SHA-256 of the address, base64url. */
  emailHash: text("email_hash").primaryKey(),
  failures: integer("failures").notNull(),
  lockedUntil: moment("locked_until").notNull(),
});

/** Who did what to what. Ids only, never texts. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment("at").notNull().default(sql`clock_timestamp()`),
    actorKind: text("actor_kind", { enum: PRINCIPAL_KINDS }),
    actorId: text("actor_id"),
    actorName: text("actor_name"),
    /** Method and path of the route. */
    action: text("action").notNull(),
    subject: text("subject"),
    userId: text("user_id"),
    reason: text("reason"),
    /** Of the answer; null until it was given. */
    status: integer("status"),
    address: text("address"),
    requestId: text("request_id"),
  },
  (table) => [
    index("audit_log_at").on(table.at),
    index("audit_log_user").on(table.userId),
    index("audit_log_actor").on(table.actorId),
  ],
);
