import { randomUUID } from "node:crypto";
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
  /** Where it is something else for an admin who signed in. */
  allowedToAdmins?: readonly [status: number, code?: string];
}

const V1 = "/api/v1";
/** Stands in the documents of every target. */
export const SECRET = "zeppelins";
const text = { text: "Nothing to hide." };
const at = (path: string, body?: unknown) => () => ({
  path: V1 + path,
  ...(body === undefined ? {} : { body }),
});
const NO_KEY = "0123456789ab";
const NO_ID = "01a20000-0000-7000-8000-000000000000";

const operators = (path: string, allowed: Row["allowed"], body?: unknown): Row => ({
  scopes: ["admin"],
  request: at(path, body),
  allowed,
});
/** What admins do with their own account; others are known there, but it is nothing to them. */
const forAdmins = (path: string, body: unknown): Row => ({
  scopes: "known",
  request: at(path, body),
  allowed: [403, "forbidden"],
  allowedToAdmins: [401, "wrong_credentials"],
});
const readsByQuery = (path: string, scope: Scope = "documents:read", parameters = ""): Row => ({
  scopes: [scope],
  by: "name",
  request: ({ user }) => ({ path: `${V1}${path}?user_id=${user}${parameters}` }),
  unnamed: () => ({ path: `${V1}${path}?${parameters.slice(1)}` }),
  allowed: [200],
});
const onDocument = (scope: Scope, suffix: string, allowed: Row["allowed"], body?: unknown): Row => ({
  scopes: [scope],
  by: "owner",
  request: ({ document }) => ({
    path: `${V1}/documents/${document}/${suffix}`,
    ...(body === undefined ? {} : { body }),
  }),
  allowed,
});
const onUser = (scope: Scope, suffix: string, allowed: Row["allowed"]): Row => ({
  scopes: [scope],
  by: "name",
  request: ({ user }) => ({ path: `${V1}/users/${user}/${suffix}` }),
  allowed,
});

/** By method and path as the OpenAPI document has them. */
export const ROWS: Record<string, Row> = {
  "GET /api/v1/documents/": readsByQuery("/documents/"),
  "POST /api/v1/documents/": {
    scopes: ["documents:write"],
    by: "name",
    request: ({ user }) => ({ path: `${V1}/documents/`, body: { user_id: user, ...text } }),
    unnamed: () => ({ path: `${V1}/documents/`, body: text }),
    allowed: [201],
  },
  "POST /api/v1/documents/bulk_create/": {
    scopes: ["documents:write"],
    by: "items",
    request: ({ user }) => ({
      path: `${V1}/documents/bulk_create/`,
      body: { documents: [text, { user_id: user, ...text }] },
    }),
    unnamed: () => ({ path: `${V1}/documents/bulk_create/`, body: [text] }),
    allowed: [201],
  },
  "POST /api/v1/documents/retry_failed/": operators("/documents/retry_failed/", [202]),
  "GET /api/v1/documents/{id}/": onDocument("documents:read", "", [200]),
  "PATCH /api/v1/documents/{id}/": onDocument("documents:write", "", [200], { title: "New" }),
  "DELETE /api/v1/documents/{id}/": { ...onDocument("documents:write", "", [204]), consumes: true },
  "POST /api/v1/documents/{id}/reindex/": onDocument("documents:write", "reindex/", [202]),
  "GET /api/v1/documents/{id}/similar/": onDocument("search", "similar/", [200]),
  "GET /api/v1/embeddings/": {
    scopes: ["documents:read"],
    by: "owner",
    request: ({ document }) => ({ path: `${V1}/embeddings/?document_id=${document}` }),
    allowed: [200],
  },
  "GET /api/v1/embeddings/{id}/": {
    scopes: ["documents:read"],
    by: "owner",
    // Of a document that is not embedded yet, so that there is nothing for its owner either.
    request: ({ document }) => ({ path: `${V1}/embeddings/${document}.idx.0/` }),
    allowed: [404, "embedding_not_found"],
  },
  "GET /api/v1/search/": readsByQuery("/search/", "search", "&query=balloons"),
  "POST /api/v1/search/": {
    scopes: ["search"],
    by: "name",
    request: ({ user }) => ({ path: `${V1}/search/`, body: { query: "balloons", user_id: user } }),
    unnamed: () => ({ path: `${V1}/search/`, body: { query: "balloons" } }),
    allowed: [200],
  },
  "GET /api/v1/insights/on-this-day/": readsByQuery("/insights/on-this-day/"),
  "GET /api/v1/insights/timeline/": readsByQuery("/insights/timeline/"),
  "GET /api/v1/insights/streaks/": readsByQuery("/insights/streaks/"),
  "GET /api/v1/insights/echoes/": readsByQuery("/insights/echoes/"),
  "GET /api/v1/events/": { ...readsByQuery("/events/"), allowed: [400, "bad_request"] },
  "POST /api/v1/sync/": {
    scopes: ["sync"],
    by: "name",
    request: ({ user }) => ({ path: `${V1}/sync/`, body: { user_id: user } }),
    unnamed: () => ({ path: `${V1}/sync/`, body: {} }),
    allowed: [202],
  },
  "GET /api/v1/sync/": { scopes: ["sync"], request: at("/sync/"), allowed: [200] },
  "POST /api/v1/sync/entries/": {
    scopes: ["sync"],
    request: at("/sync/entries/", { ids: ["none"] }),
    allowed: [200],
  },
  "GET /api/v1/users/{id}/export/": onUser("documents:read", "export/", [200]),
  "DELETE /api/v1/users/{id}/": { ...onUser("documents:write", "", [202]), consumes: true },
  "GET /api/v1/users/{id}/erasure/": onUser("documents:read", "erasure/", [404, "erasure_not_found"]),
  "GET /api/v1/jobs/": operators("/jobs/", [200]),
  "GET /api/v1/jobs/workers/": operators("/jobs/workers/", [200]),
  "GET /api/v1/jobs/{id}/": {
    scopes: ["sync", "admin"],
    by: "owner",
    request: ({ job }) => ({ path: `${V1}/jobs/${job}/` }),
    allowed: [200],
  },
  "POST /api/v1/jobs/{id}/cancel/": operators(`/jobs/${NO_ID}/cancel/`, [404, "job_not_found"]),
  "POST /api/v1/jobs/{id}/retry/": operators(`/jobs/${NO_ID}/retry/`, [404, "job_not_found"]),
  "POST /api/v1/models/recreate_index/": operators("/models/recreate_index/", [202]),
  "GET /api/v1/models/indexes/": operators("/models/indexes/", [200]),
  "POST /api/v1/models/indexes/": operators("/models/indexes/", [400, "invalid_type"], { model: 1 }),
  "GET /api/v1/models/indexes/{id}/": operators("/models/indexes/none/", [404, "index_not_found"]),
  "DELETE /api/v1/models/indexes/{id}/": operators("/models/indexes/none/", [404, "index_not_found"]),
  "POST /api/v1/models/indexes/{id}/compare/": operators(
    "/models/indexes/none/compare/",
    [404, "index_not_found"],
    { queries: [{ query: "balloons", user_id: "somebody" }] },
  ),
  "POST /api/v1/models/indexes/{id}/activate/": operators("/models/indexes/none/activate/", [
    404,
    "index_not_found",
  ]),
  "POST /api/v1/models/indexes/{id}/pause/": operators("/models/indexes/none/pause/", [
    404,
    "index_not_found",
  ]),
  "POST /api/v1/models/indexes/{id}/resume/": operators("/models/indexes/none/resume/", [
    404,
    "index_not_found",
  ]),
  "POST /api/v1/models/rollback/": operators("/models/rollback/", [409, "conflict"]),
  "POST /api/v1/models/reconcile/": operators("/models/reconcile/", [202]),
  "GET /api/v1/access/session/": { scopes: "known", request: at("/access/session/"), allowed: [200] },
  "POST /api/v1/access/session/": {
    scopes: "everyone",
    // Another address each time, or it would have to wait.
    request: () => ({
      path: `${V1}/access/session/`,
      body: { email: `${randomUUID()}@example.org`, password: "wrong" },
    }),
    allowed: [401, "wrong_credentials"],
  },
  "DELETE /api/v1/access/session/": { scopes: "known", request: at("/access/session/"), allowed: [204] },
  "GET /api/v1/access/sessions/": operators("/access/sessions/", [200]),
  "DELETE /api/v1/access/sessions/{id}/": operators(`/access/sessions/${NO_ID}/`, [404, "session_not_found"]),
  "GET /api/v1/access/admins/": operators("/access/admins/", [200]),
  "POST /api/v1/access/admins/": operators("/access/admins/", [400, "invalid_value"], {
    email: "somebody@example.org",
    password: "short",
  }),
  "DELETE /api/v1/access/admins/{id}/": operators(`/access/admins/${NO_ID}/`, [404, "admin_not_found"]),
  "DELETE /api/v1/access/admins/{id}/totp/": operators(`/access/admins/${NO_ID}/totp/`, [
    404,
    "admin_not_found",
  ]),
  "POST /api/v1/access/password/": forAdmins("/access/password/", {
    current: "not the password",
    next: "another password",
  }),
  "POST /api/v1/access/totp/": forAdmins("/access/totp/", { password: "not the password" }),
  "POST /api/v1/access/totp/confirm/": forAdmins("/access/totp/confirm/", { code: "000000" }),
  "GET /api/v1/access/audit/": operators("/access/audit/", [200]),
  "GET /api/v1/access/keys/": operators("/access/keys/", [200]),
  "POST /api/v1/access/keys/": operators("/access/keys/", [201], { name: "made", scopes: ["search"] }),
  "POST /api/v1/access/keys/{id}/rotate/": operators(
    `/access/keys/${NO_KEY}/rotate/`,
    [404, "key_not_found"],
    {},
  ),
  "DELETE /api/v1/access/keys/{id}/": operators(`/access/keys/${NO_KEY}/`, [404, "key_not_found"]),
  "GET /api/v1/health/": { scopes: "everyone", request: at("/health/"), allowed: [200] },
  "GET /livez": { scopes: "everyone", request: () => ({ path: "/livez" }), allowed: [200] },
  "GET /readyz": { scopes: "everyone", request: () => ({ path: "/readyz" }), allowed: [200] },
};
