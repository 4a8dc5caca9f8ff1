import type { Scope } from "@cosmic/contract";

/** Whose data the request is about. */
export interface Target {
  /** Whose data it is. */
  user: string;
  /** A document of that user. */
  document: string;
  /** A job for that user. */
  job: string;
}

/** How one route answers, written down apart from what the route itself declares. */
export interface Row {
  /** Any of these is enough. */
  scopes: readonly Scope[] | "everyone" | "known";
  /** By what the request says whose data it touches; without it, it is everyone's. */
  by?: "name" | "items" | "owner";
  /** Of a target, what is asked for. */
  request(target: Target): { path: string; body?: unknown };
  /** The same without a name of a user, who is then taken from the credentials. */
  unnamed?(): { path: string; body?: unknown };
  /** Afterwards the target is gone. */
  consumes?: boolean;
  /** Status, and code of a problem, for whoever may. */
  allowed: readonly [status: number, code?: string];
  /** Where it is something else with a database on a server. */
  allowedOnServers?: readonly [status: number, code?: string];
  /** Where it is something else for an admin who signed in. */
  allowedToAdmins?: readonly [status: number, code?: string];
}

export const V1 = "/api/v1";
export const text = { text: "Nothing to hide." };
export const at = (path: string, body?: unknown) => () => ({
  path: V1 + path,
  ...(body === undefined ? {} : { body }),
});
export const NO_KEY = "0123456789ab";
export const NO_ID = "01a20000-0000-7000-8000-000000000000";

export const operators = (path: string, allowed: Row["allowed"], body?: unknown): Row => ({
  scopes: ["admin"],
  request: at(path, body),
  allowed,
});
/** What admins do with their own account; others are known there, but it is nothing to them. */
export const forAdmins = (path: string, body: unknown): Row => ({
  scopes: "known",
  request: at(path, body),
  allowed: [403, "forbidden"],
  allowedToAdmins: [401, "wrong_credentials"],
});
export const readsByQuery = (path: string, scope: Scope = "documents:read", parameters = ""): Row => ({
  scopes: [scope],
  by: "name",
  request: ({ user }) => ({ path: `${V1}${path}?user_id=${user}${parameters}` }),
  unnamed: () => ({ path: `${V1}${path}?${parameters.slice(1)}` }),
  allowed: [200],
});
export const onDocument = (scope: Scope, suffix: string, allowed: Row["allowed"], body?: unknown): Row => ({
  scopes: [scope],
  by: "owner",
  request: ({ document }) => ({
    path: `${V1}/documents/${document}/${suffix}`,
    ...(body === undefined ? {} : { body }),
  }),
  allowed,
});
export const onUser = (scope: Scope, suffix: string, allowed: Row["allowed"]): Row => ({
  scopes: [scope],
  by: "name",
  request: ({ user }) => ({ path: `${V1}/users/${user}/${suffix}` }),
  allowed,
});
