import { at, NO_ID, operators, type Row, readsByQuery, V1 } from "./row.ts";

const missing = "experiment_not_found";
const onTheme = (scope: "documents:read" | "documents:write", suffix: string, body?: unknown): Row => ({
  scopes: [scope],
  by: "name",
  request: ({ user }) => ({
    path: `${V1}/patterns/themes/${NO_ID}/${suffix}?user_id=${user}`,
    ...(body === undefined ? {} : { body }),
  }),
  unnamed: at(`/patterns/themes/${NO_ID}/${suffix}`, body),
  allowed: [404, "theme_not_found"],
});

/** What is found out of documents, and the models that do it. */
export const INSIGHT_ROWS: Record<string, Row> = {
  "GET /api/v1/patterns/": readsByQuery("/patterns/"),
  "GET /api/v1/patterns/map/": readsByQuery("/patterns/map/"),
  "POST /api/v1/patterns/": {
    scopes: ["documents:write"],
    by: "name",
    request: ({ user }) => ({ path: `${V1}/patterns/`, body: { user_id: user } }),
    unnamed: at("/patterns/", {}),
    allowed: [202],
  },
  "POST /api/v1/patterns/cancel/": {
    scopes: ["documents:write"],
    by: "name",
    request: ({ user }) => ({ path: `${V1}/patterns/cancel/`, body: { user_id: user } }),
    unnamed: at("/patterns/cancel/", {}),
    allowed: [200],
  },
  "GET /api/v1/patterns/themes/{id}/": onTheme("documents:read", ""),
  "GET /api/v1/patterns/themes/{id}/documents/": onTheme("documents:read", "documents/"),
  "PATCH /api/v1/patterns/themes/{id}/": onTheme("documents:write", "", { hidden: true }),
  "POST /api/v1/patterns/themes/{id}/merge/": onTheme("documents:write", "merge/", { into: null }),
  "POST /api/v1/search/feedback/": {
    scopes: ["search"],
    by: "name",
    request: ({ user, document }) => ({
      path: `${V1}/search/feedback/`,
      body: { user_id: user, query: "balloons", document_id: document, helpful: true },
    }),
    allowed: [403, "feedback_disabled"],
  },
  "POST /v1/embeddings": {
    scopes: ["search"],
    request: () => ({ path: "/v1/embeddings", body: { input: "balloons" } }),
    allowed: [200],
  },
  "GET /api/v1/models/usage/": operators("/models/usage/", [200]),
  "GET /api/v1/models/indexes/preview/": operators("/models/indexes/preview/", [200]),
  "GET /api/v1/experiments/": operators("/experiments/", [200]),
  "POST /api/v1/experiments/": operators("/experiments/", [400, "missing_field"], {}),
  "GET /api/v1/experiments/{id}/": operators(`/experiments/${NO_ID}/`, [404, missing]),
  "DELETE /api/v1/experiments/{id}/": operators(`/experiments/${NO_ID}/`, [404, missing]),
  "POST /api/v1/experiments/{id}/cancel/": operators(`/experiments/${NO_ID}/cancel/`, [404, missing]),
  "GET /api/v1/experiments/{id}/compare/": operators(`/experiments/${NO_ID}/compare/?with=${NO_ID}`, [
    404,
    missing,
  ]),
  "GET /api/v1/experiments/{id}/artefacts/{name}": operators(
    `/experiments/${NO_ID}/artefacts/queries.jsonl`,
    [404, missing],
  ),
  "GET /api/v1/experiments/datasets/": operators("/experiments/datasets/", [200]),
  "POST /api/v1/experiments/datasets/": operators(
    "/experiments/datasets/?name=birds&kind=retrieval",
    [415, "unsupported_media_type"],
    {},
  ),
  "GET /api/v1/experiments/datasets/{id}/": operators(`/experiments/datasets/${NO_ID}/`, [
    404,
    "dataset_not_found",
  ]),
  "DELETE /api/v1/experiments/datasets/{id}/": operators(`/experiments/datasets/${NO_ID}/`, [
    404,
    "dataset_not_found",
  ]),
  "GET /api/v1/tuning/": operators("/tuning/", [200]),
  "POST /api/v1/tuning/": operators("/tuning/", [400, "missing_field"], {}),
  "GET /api/v1/tuning/{id}/": operators(`/tuning/${NO_ID}/`, [404, "tuning_not_found"]),
  "DELETE /api/v1/tuning/{id}/": operators(`/tuning/${NO_ID}/`, [404, "tuning_not_found"]),
  "POST /api/v1/tuning/{id}/cancel/": operators(`/tuning/${NO_ID}/cancel/`, [404, "tuning_not_found"]),
  "POST /api/v1/tuning/{id}/activate/": operators(`/tuning/${NO_ID}/activate/`, [404, "tuning_not_found"]),
  "GET /api/v1/tuning/{id}/files/{name}": operators(`/tuning/${NO_ID}/files/card.md`, [
    404,
    "tuning_not_found",
  ]),
  "GET /api/v1/backup/": {
    ...operators("/backup/", [200]),
    allowedOnServers: [409, "backup_unsupported"],
  },
  "GET /metrics": { scopes: ["admin"], request: () => ({ path: "/metrics" }), allowed: [200] },
};
