import { createHash, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { parseCookie, stringifySetCookie } from "cookie";
import type { Request } from "express";
import { AppError } from "../errors.ts";
import type { AccountRecord, Store } from "../stores/store.ts";

export interface Session {
  account: AccountRecord;
  tokenHash: string;
}

export interface SessionsOptions {
  store: Store;
  /** How long a session lasts that is not used. */
  days: number;
}

/** Of 256 bits, so that it can be kept as a plain SHA-256: nobody can try them all. */
const TOKEN_BYTES = 32;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export type Sessions = ReturnType<typeof createSessions>;

/** Who is signed in: a random token in a cookie that scripts cannot read, and its hash in the store. */
export function createSessions({ store, days }: SessionsOptions) {
  const lifetimeMs = days * DAY_MS;
  const known = new WeakMap<IncomingMessage, Promise<Session | undefined>>();
  const ended = new EventEmitter().setMaxListeners(0);
  const expiry = () => new Date(Date.now() + lifetimeMs);

  async function lookUp(request: IncomingMessage, secure: boolean): Promise<Session | undefined> {
    const token = parseCookie(request.headers.cookie ?? "")[cookieName(secure)];
    if (!token) return undefined;
    const tokenHash = hashOf(token);
    const session = await check(tokenHash);
    if (!session) return undefined;
    // Not at every request: that would be a write for each.
    if (session.expiresAt.getTime() < Date.now() + lifetimeMs - HOUR_MS) {
      await store.sessions.extend(tokenHash, expiry());
      if (isExpress(request)) setCookie(request, token);
    }
    return { account: session.account, tokenHash };
  }

  async function check(tokenHash: string): Promise<(Session & { expiresAt: Date }) | undefined> {
    const session = await store.sessions.find(tokenHash, new Date());
    const account = session && (await store.accounts.find(session.accountId));
    return account && { account, tokenHash, expiresAt: session.expiresAt };
  }

  function setCookie(request: Request, value: string | undefined): void {
    const { secure } = request;
    const cookie = stringifySetCookie({
      name: cookieName(secure),
      value: value ?? "",
      maxAge: value === undefined ? 0 : Math.floor(lifetimeMs / 1000),
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure,
    });
    request.res?.append("set-cookie", cookie);
  }

  return {
    /** @returns undefined if nobody is signed in; looked up once a request */
    find(request: Request): Promise<Session | undefined> {
      const found = known.get(request) ?? lookUp(request, request.secure);
      known.set(request, found);
      return found;
    },

    /** Of a request that is no Express request, that for a WebSocket. */
    findRaw: (request: IncomingMessage, secure: boolean) => lookUp(request, secure),

    /** @throws AppError `not_signed_in` */
    async require(request: Request): Promise<Session> {
      const session = await this.find(request);
      if (!session) throw new AppError("not_signed_in", "Sign in first.");
      return session;
    },

    async begin(request: Request, accountId: string): Promise<void> {
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      await store.sessions.add({ tokenHash: hashOf(token), accountId, expiresAt: expiry() });
      setCookie(request, token);
    },

    async end(request: Request): Promise<void> {
      const session = await this.find(request);
      if (session) {
        await store.sessions.remove(session.tokenHash);
        ended.emit("ended", session.account.id, session.tokenHash);
      }
      setCookie(request, undefined);
    },

    /** Ends all sessions of an account but that one. */
    async endOthers(accountId: string, except?: string): Promise<void> {
      await store.sessions.removeOf(accountId, except);
      ended.emit("ended", accountId, undefined, except);
    },

    /** Whether the session of an open connection still lasts. */
    isAlive: async ({ tokenHash }: Session) => (await check(tokenHash)) !== undefined,

    /** Calls back once when this process ends the session; others are found out about by `isAlive`. */
    onEnd({ account, tokenHash }: Session, callback: () => void): Disposable {
      const listener = (accountId: string, one?: string, except?: string) => {
        if (accountId !== account.id || (one ?? tokenHash) !== tokenHash || except === tokenHash) return;
        callback();
      };
      ended.on("ended", listener);
      return { [Symbol.dispose]: () => void ended.off("ended", listener) };
    },

    clearExpired: () => store.sessions.removeExpired(new Date()),
  };
}

/** With the prefix, browsers take it from this very host over HTTPS only. */
const cookieName = (secure: boolean) => (secure ? "__Host-cosmic_session" : "cosmic_session");

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

function isExpress(request: IncomingMessage): request is Request {
  return "res" in request;
}
