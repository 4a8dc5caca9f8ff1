import type { Journal } from "./journal.ts";

/**
 * What the backend keeps: who has an account, who is signed in, and what they write. Adapters stand beside this file.
 *
 * While the server behind it cannot be reached, calls reject within seconds with AppError `journal_unavailable`, or
 * with a fault of the driver that means the same.
 */
export interface Store {
  /** Name under which the service's documents remember this journal: `source` of a document. */
  readonly source: string;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly journal: Journal;
  /** Makes the tables or indexes that are missing. */
  prepare(): Promise<void>;
  /** Proof that it answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface AccountRecord {
  id: string;
  /** In lower case; no two accounts have the same. */
  email: string;
  name: string;
  passwordHash: string;
  createdAt: Date;
  /** Since when the account is being erased; what it had may be gone in part. */
  erasingSince: Date | null;
}

export interface Accounts {
  /** @returns undefined if another account has the address */
  add(
    account: Pick<AccountRecord, "email" | "name" | "passwordHash" | "createdAt">,
  ): Promise<AccountRecord | undefined>;
  find(id: string): Promise<AccountRecord | undefined>;
  findByEmail(email: string): Promise<AccountRecord | undefined>;
  setPasswordHash(id: string, passwordHash: string): Promise<void>;
  /** Keeps the first moment if it is said twice. */
  beginErasing(id: string, at: Date): Promise<void>;
  /** Ids of accounts whose erasure began before that moment and has not ended. */
  erasing(before: Date): Promise<string[]>;
  remove(id: string): Promise<void>;
}

export interface SessionRecord {
  /** SHA-256 of the token, in base64url. The token itself is kept nowhere. */
  tokenHash: string;
  accountId: string;
  expiresAt: Date;
}

export interface Sessions {
  add(session: SessionRecord): Promise<void>;
  /** @returns undefined for one that has expired at that moment */
  find(tokenHash: string, now: Date): Promise<SessionRecord | undefined>;
  extend(tokenHash: string, expiresAt: Date): Promise<void>;
  remove(tokenHash: string): Promise<void>;
  /** All sessions of an account but that one. */
  removeOf(accountId: string, except?: string): Promise<void>;
  removeExpired(now: Date): Promise<void>;
}
