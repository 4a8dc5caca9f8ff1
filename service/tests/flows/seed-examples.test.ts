import { Document, JobSummary, SearchResponse, SyncAccepted } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.stop());

/** The requests of the original description, word for word. */
describe("the examples of the seed", () => {
  it("creates a document with its embedding", async () => {
    const answer = await service.request(
      "POST",
      "/api/v1/documents/",
      `{
    "user_id": "123",
    "title": "Morning Reflection",
    "text": "Today I felt grateful for the small moments of joy",
    "document_type": "journal_entry",
    "metadata": {"mood": "grateful"}
  }`,
    );
    expect(answer.status).toBe(201);
    const document = await bodyOf(Document, answer);
    expect(document).toMatchObject({
      user_id: "123",
      embedding_status: "pending",
      metadata: { mood: "grateful" },
    });
    expect(answer.headers.get("location")).toBe(`/api/v1/documents/${document.id}/`);
    await service.settled();
    const { data } = await service.client.GET("/api/v1/documents/{id}/", {
      params: { path: { id: document.id } },
    });
    expect(data?.embedding_status).toBe("completed");
  });

  it("finds it by what it means", async () => {
    const answer = await service.request(
      "POST",
      "/api/v1/search/",
      `{
    "query": "feeling happy and content",
    "user_id": "123",
    "top_k": 5
  }`,
    );
    expect(answer.status).toBe(200);
    const found = await bodyOf(SearchResponse, answer);
    expect(found).toMatchObject({ count: 1, model: "all-MiniLM-L6-v2", degraded: false });
    expect(found.results[0]).toMatchObject({
      title: "Morning Reflection",
      passage: { text: "Today I felt grateful for the small moments of joy", start: 0, end: 50 },
      matched_by: ["semantic"],
    });
    expect(found.results[0]?.score).toBeGreaterThan(0.3);
  });

  it("takes the search with every field of the seed", async () => {
    const { data } = await service.client.POST("/api/v1/search/", {
      body: {
        query: "I'm feeling anxious about my future",
        user_id: "123",
        document_type: "journal_entry",
        top_k: 10,
        score_threshold: 0.5,
      },
    });
    expect(data?.results).toEqual([]);
  });

  it.each([
    '{"user_id": "123"}',
    '{"force": true}',
    '{"user_id": "123", "since": "2024-01-01T00:00:00Z", "force": false}',
  ])("syncs on %s", async (body) => {
    const answer = await service.request("POST", "/api/v1/sync/", body);
    expect(answer.status).toBe(202);
    const { status_url } = await bodyOf(SyncAccepted, answer);
    const job = await bodyOf(JobSummary, await service.request("GET", status_url));
    expect(job.name).toBe("sync-journal");
  });

  it("tells of its health", async () => {
    const { data } = await service.client.GET("/api/v1/health/");
    expect(data?.status).toBe("ok");
    expect(data?.dependencies.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "database ok",
      "queue ok",
      "search_index ok",
      "embedder ok",
      "objects ok",
      "journal ok",
    ]);
  });

  it("answers with and without the slash at the end", async () => {
    for (const path of [
      "/api/v1/documents",
      "/api/v1/documents/",
      "/api/v1/health",
      "/docs",
      "/livez/",
      "/readyz",
    ]) {
      expect((await service.request("GET", path)).status).toBe(200);
    }
  });
});
