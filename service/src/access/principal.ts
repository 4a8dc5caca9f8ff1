import { type PRINCIPAL_KINDS, SCOPES, type Scope } from "@cosmic/contract";

/** Who asks, and what they may. */
export interface Principal {
  kind: (typeof PRINCIPAL_KINDS)[number];
  /** Of the key, the admin or the user; null if there is no such thing. */
  id: string | null;
  /** For people. */
  name: string;
  scopes: ReadonlySet<Scope>;
  /** The only user whose data it may touch; undefined: everyone's. */
  userId: string | undefined;
  /** When this stops to hold. */
  expiresAt: Date | undefined;
  /** Of an admin: which session. */
  sessionId?: string;
}

const ALL: ReadonlySet<Scope> = new Set(SCOPES);
/** What the companion backend does for its users. */
const BACKEND: ReadonlySet<Scope> = new Set(["documents:read", "documents:write", "search", "sync"]);
/** What people do with their own data. */
const USER: ReadonlySet<Scope> = new Set(["documents:read", "documents:write", "search"]);

/** Everyone, while there is no access control. */
export const LOCAL: Principal = plain("local", "this machine", ALL);
/** `cosmic` commands of whoever may read the data folder. */
export const COMMAND_LINE: Principal = plain("program", "command line", ALL);
/** The companion backend. */
export const COMPANION: Principal = plain("program", "backend", BACKEND);

export function userPrincipal(userId: string, expiresAt: Date): Principal {
  return { kind: "user", id: userId, name: userId, scopes: USER, userId, expiresAt };
}

export function adminPrincipal(admin: {
  id: string;
  email: string;
  sessionId: string;
  expiresAt: Date;
}): Principal {
  const { id, email: name, sessionId, expiresAt } = admin;
  return { kind: "admin", id, name, scopes: ALL, userId: undefined, expiresAt, sessionId };
}

function plain(kind: Principal["kind"], name: string, scopes: ReadonlySet<Scope>): Principal {
  return { kind, id: null, name, scopes, userId: undefined, expiresAt: undefined };
}
