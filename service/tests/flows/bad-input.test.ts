import { Problem } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ MAX_TEXT_BYTES: "1000" });
});
afterAll(() => service?.stop());

const DOCUMENTS = "/api/v1/documents/";
const SEARCH = "/api/v1/search/";
const NOBODY = "01a209d5-e084-74af-a79b-5c679b8f70dc";
const document = (more: object) => JSON.stringify({ user_id: "u", text: "t", ...more });
const query = (more: object) => JSON.stringify({ query: "q", ...more });

/** Method, path, body, status, code, field. */
const CASES: [string, string, string | undefined, number, string, string?][] = [
  ["POST", DOCUMENTS, "{", 400, "bad_json"],
  ["POST", DOCUMENTS, "", 400, "bad_json"],
  ["POST", DOCUMENTS, "[]", 400, "invalid_type", "/"],
  ["POST", DOCUMENTS, "{}", 400, "missing_field", "/user_id"],
  ["POST", DOCUMENTS, document({ user_id: 5 }), 400, "invalid_type", "/user_id"],
  ["POST", DOCUMENTS, document({ user_id: "" }), 400, "invalid_value", "/user_id"],
  ["POST", DOCUMENTS, document({ text: null }), 400, "invalid_type", "/text"],
  ["POST", DOCUMENTS, document({ text: "" }), 400, "empty_text", "/text"],
  ["POST", DOCUMENTS, document({ text: " \n\t\u00a0" }), 400, "empty_text", "/text"],
  ["POST", DOCUMENTS, document({ text: "é".repeat(501) }), 413, "text_too_large", "/text"],
  ["POST", DOCUMENTS, document({ colour: "red" }), 400, "unknown_field", "/colour"],
  ["POST", DOCUMENTS, document({ text: "a\0b" }), 400, "invalid_characters", "/text"],
  ["POST", DOCUMENTS, '{"user_id": "u", "text": "\\ud800"}', 400, "invalid_characters", "/text"],
  [
    "POST",
    DOCUMENTS,
    '{"user_id": "u", "text": "t", "metadata": {"a": ["\\udc00"]}}',
    400,
    "invalid_characters",
    "/metadata/a/0",
  ],
  ["POST", DOCUMENTS, document({ metadata: [] }), 400, "invalid_type", "/metadata"],
  ["POST", DOCUMENTS, document({ metadata: { a: "x".repeat(70_000) } }), 413, "text_too_large", "/metadata"],
  ["POST", DOCUMENTS, document({ entry_date: "2026-02-30" }), 400, "invalid_date", "/entry_date"],
  ["POST", DOCUMENTS, document({ entry_date: "soon" }), 400, "invalid_date", "/entry_date"],
  ["GET", `${DOCUMENTS}?limit=0`, undefined, 400, "invalid_value", "/limit"],
  ["GET", `${DOCUMENTS}?limit=many`, undefined, 400, "invalid_type", "/limit"],
  ["GET", `${DOCUMENTS}?cursor=nonsense`, undefined, 400, "invalid_cursor", "/cursor"],
  ["GET", `${DOCUMENTS}?embedding_status=lost`, undefined, 400, "invalid_value", "/embedding_status"],
  ["GET", `${DOCUMENTS}?date_from=never`, undefined, 400, "invalid_date", "/date_from"],
  ["GET", `${DOCUMENTS}?colour=red`, undefined, 400, "unknown_field", "/colour"],
  ["GET", `${DOCUMENTS}?q=%00`, undefined, 400, "invalid_characters", "/q"],
  ["GET", `${DOCUMENTS}${NOBODY}/`, undefined, 404, "document_not_found"],
  ["GET", `${DOCUMENTS}12/`, undefined, 404, "document_not_found"],
  ["GET", `${DOCUMENTS}%00/`, undefined, 400, "invalid_characters"],
  ["PATCH", `${DOCUMENTS}${NOBODY}/`, "{}", 404, "document_not_found"],
  ["DELETE", `${DOCUMENTS}${NOBODY}/`, undefined, 404, "document_not_found"],
  ["POST", `${DOCUMENTS}${NOBODY}/reindex/`, undefined, 404, "document_not_found"],
  ["POST", `${DOCUMENTS}bulk_create/`, '{"docs": []}', 400, "missing_field", "/documents"],
  [
    "POST",
    `${DOCUMENTS}bulk_create/`,
    JSON.stringify(Array(1001).fill({ user_id: "u", text: "t" })),
    400,
    "too_many_items",
    "/",
  ],
  ["GET", `/api/v1/embeddings/${NOBODY}.idx_1.0/`, undefined, 404, "embedding_not_found"],
  ["GET", "/api/v1/embeddings/%F0%9F%99%82/", undefined, 404, "embedding_not_found"],
  ["GET", "/api/v1/embeddings/?cursor=e30", undefined, 400, "invalid_cursor", "/cursor"],
  ["GET", "/api/v1/embeddings/?document_id=5", undefined, 400, "invalid_value", "/document_id"],
  ["POST", SEARCH, "{}", 400, "missing_field", "/query"],
  ["POST", SEARCH, query({ query: "   " }), 400, "empty_text", "/query"],
  ["POST", SEARCH, query({ top_k: 0 }), 400, "invalid_value", "/top_k"],
  ["POST", SEARCH, query({ top_k: 1001 }), 400, "invalid_value", "/top_k"],
  ["POST", SEARCH, query({ top_k: "5" }), 400, "invalid_type", "/top_k"],
  ["POST", SEARCH, query({ score_threshold: 2 }), 400, "invalid_value", "/score_threshold"],
  ["POST", SEARCH, query({ mode: "magic" }), 400, "invalid_value", "/mode"],
  ["POST", SEARCH, query({ date_from: "2026-13-01" }), 400, "invalid_date", "/date_from"],
  ["POST", SEARCH, query({ metadata: { a: { b: 1 } } }), 400, "invalid_type", "/metadata/a"],
  ["GET", SEARCH, undefined, 400, "missing_field", "/query"],
  ["POST", "/api/v1/sync/", '{"since": "yesterday"}', 400, "invalid_date", "/since"],
  ["GET", "/api/v1/jobs/7/", undefined, 404, "job_not_found"],
  ["POST", `/api/v1/jobs/${NOBODY}/cancel/`, undefined, 404, "job_not_found"],
  ["GET", "/api/v1/jobs/?cursor=nonsense", undefined, 400, "invalid_cursor"],
  ["GET", "/api/v1/nothing/", undefined, 404, "not_found"],
  ["GET", `${DOCUMENTS}%ZZ/`, undefined, 400, "bad_request"],
  ["GET", `${DOCUMENTS}${"a".repeat(2_401)}/`, undefined, 400, "bad_request"],
  ["GET", `${DOCUMENTS}?limit=true`, undefined, 400, "invalid_type", "/limit"],
  ["GET", `${DOCUMENTS}?date_to=2026-01-31T08:15`, undefined, 400, "invalid_date", "/date_to"],
  ["POST", DOCUMENTS, document({ entry_date: "0001-01-01T00:00+01:00" }), 400, "invalid_date", "/entry_date"],
  ["GET", "/api/v1/access/audit/?from=2026-01-31", undefined, 400, "invalid_date", "/from"],
  ["PUT", DOCUMENTS, "{}", 405, "method_not_allowed"],
];

describe("bad input", () => {
  it.each(CASES)("%s %s %s → %i %s", async (method, path, body, status, code, field) => {
    const answer = await service.request(method, path, body);
    expect(answer.headers.get("content-type")).toMatch("application/problem+json");
    const problem = await bodyOf(Problem, answer);
    expect(problem).toMatchObject({ status, code, ...(field === undefined ? {} : { field }) });
    expect(answer.status).toBe(status);
    expect(problem.detail).toMatch(/\.$/);
  });

  it("says which methods a path takes, of the route that is meant", async () => {
    const methods = async (method: string, path: string) =>
      (await service.request(method, path)).headers.get("allow");
    expect(await methods("PUT", DOCUMENTS)).toBe("GET, HEAD, POST");
    expect(await methods("PUT", `${DOCUMENTS}states`)).toBe("GET, HEAD");
    expect(await methods("OPTIONS", `${DOCUMENTS}${NOBODY}/`)).toBe("GET, HEAD, PATCH, DELETE");
    expect(await methods("PUT", "/api/v1/nothing/")).toBeNull();
  });

  it("names every field that is wrong", async () => {
    const problem = await bodyOf(
      Problem,
      await service.request("POST", DOCUMENTS, '{"user_id": 1, "title": 2, "x": 3}'),
    );
    expect(problem.errors?.map(({ field, code }) => `${field} ${code}`).sort()).toEqual([
      "/text missing_field",
      "/title invalid_type",
      "/user_id invalid_type",
      "/x unknown_field",
    ]);
  });

  it("refuses what is not JSON by its type", async () => {
    const answer = await fetch(service.address + DOCUMENTS, {
      method: "POST",
      body: "a=b",
      headers: { "content-type": "text/csv" },
    });
    expect(await bodyOf(Problem, answer)).toMatchObject({ status: 415, code: "unsupported_media_type" });
  });

  it("has written nothing at all", async () => {
    const { data } = await service.client.GET("/api/v1/documents/");
    expect(data?.count).toBe(0);
    expect((await service.client.GET("/api/v1/health/")).data?.index.documents).toBe(0);
  });
});
