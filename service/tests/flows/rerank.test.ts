import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SearchResponse } from "@cosmic/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { TestApiServer } from "../../src/outgoing/test-api-server.ts";
import { startCohereTestServer } from "../../src/ports/rerankers/cohere-test-server.ts";
import { writeTestCrossEncoder } from "../../src/ports/rerankers/onnx/test-model.ts";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

/** The re-rankers of these tests like the ferry; nothing else does. */
const TEXTS = [
  "We swam in the cold sea before breakfast.",
  "The sea was rough, and we walked home.",
  "A ferry lay in the harbour; the ferry man slept.",
  "Somebody missed the ferry.",
  "Bread, butter and jam.",
];
const QUERY = "swimming in the cold sea";

async function startWith(env: Record<string, string>): Promise<TestService> {
  const service = await startTestService(env);
  for (const [i, text] of TEXTS.entries()) {
    const entry_date = `202${i}-01-01`;
    await service.client.POST("/api/v1/documents/", { body: { user_id: "ann", text, entry_date } });
  }
  await service.settled();
  return service;
}

async function search(service: TestService, fields: object = {}) {
  const body = JSON.stringify({ query: QUERY, user_id: "ann", ...fields });
  const answer = await bodyOf(SearchResponse, await service.request("POST", "/api/v1/search/", body));
  return { ...answer, texts: answer.results.map(({ text }) => text) };
}

describe("with a re-ranker at Cohere", () => {
  let cohere: TestApiServer;
  let service: TestService;
  beforeAll(async () => {
    cohere = await startCohereTestServer("ferry");
    service = await startWith({
      RERANKER: "cohere",
      COHERE_API_KEY: "co-secret",
      COHERE_URL: cohere.url,
      RERANKER_TOP_N: "4",
      RERANKER_BUDGET_MS: "5000",
      LOG_LEVEL: "silent",
    });
  });
  afterAll(async () => {
    await service?.stop();
    await cohere?.[Symbol.asyncDispose]();
  });
  afterEach(() => {
    cohere.misbehave = undefined;
  });

  it("asks nobody unless it is wanted", async () => {
    const answer = await search(service);
    expect(answer).not.toHaveProperty("rerank");
    expect(answer.results[0]?.scores).not.toHaveProperty("rerank");
    expect(cohere.asked).toEqual([]);
  });

  it("puts the first hits in the order of the re-ranker, the others behind them", async () => {
    const plain = await search(service);
    const { rerank, texts, results } = await search(service, { rerank: true });
    expect(rerank).toEqual({ applied: true, model: "rerank-v3.5", documents: 4, reason: null });
    expect(texts.slice(0, 2)).toEqual([TEXTS[2], TEXTS[3]]);
    expect(texts.slice(2, 4).toSorted()).toEqual([TEXTS[0], TEXTS[1]].toSorted());
    expect(texts[4]).toBe(plain.texts[4]);
    expect(results.map(({ scores }) => scores.rerank)).toEqual([0.75, 0.5, 0, 0, undefined]);
    expect((await search(service, { rerank: true, top_k: 1 })).texts).toEqual([TEXTS[2]]);
  });

  it("goes together with recency and diversify", async () => {
    const recent = await search(service, { rerank: true, recency: 365 });
    expect(recent.texts[0]).toBe(TEXTS[3]);
    const varied = await search(service, { rerank: true, diversify: 1 });
    expect(varied.texts[0]).toBe(TEXTS[2]);
    expect(varied.texts.toSorted()).toEqual(TEXTS.toSorted());
  });

  it("answers a browser too", async () => {
    const answer = await service.request("GET", "/api/v1/search/?query=sea&user_id=ann&rerank=true");
    expect(await answer.json()).toMatchObject({ rerank: { applied: true } });
  });

  it("keeps the order when the re-ranker fails, and says so", async () => {
    const plain = await search(service);
    cohere.misbehave = (response) => void response.writeHead(500).end();
    const answer = await search(service, { rerank: true });
    expect(answer.texts).toEqual(plain.texts);
    expect(answer.rerank).toEqual({
      applied: false,
      model: "rerank-v3.5",
      documents: 0,
      reason: "unavailable",
    });
    cohere.misbehave = undefined;
    expect((await search(service, { rerank: true })).rerank?.applied).toBe(true);
  });

  it("finds nothing for nobody", async () => {
    const answer = await search(service, { user_id: "nobody", rerank: true });
    expect(answer).toMatchObject({ count: 0, rerank: { applied: true, documents: 0 } });
  });
});

describe("with a re-ranker that never answers", () => {
  it("keeps the order when the budget is over", async () => {
    await using cohere = await startCohereTestServer("ferry");
    cohere.misbehave = () => {};
    const env = { RERANKER: "cohere", COHERE_API_KEY: "k", COHERE_URL: cohere.url, RERANKER_BUDGET_MS: "50" };
    const service = await startWith(env);
    try {
      const answer = await search(service, { rerank: true });
      expect(answer.rerank).toMatchObject({ applied: false, reason: "over_budget" });
      expect(answer.texts).toEqual((await search(service)).texts);
    } finally {
      await service.stop();
    }
  });
});

describe("with a cross-encoder on this machine", () => {
  it("re-ranks by it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "rerank-"));
    await writeTestCrossEncoder(join(folder, "ferries"), "ferry");
    const env = { RERANKER_MODEL: join(folder, "ferries"), RERANKER_BUDGET_MS: "60000" };
    const service = await startWith(env);
    try {
      const answer = await search(service, { rerank: true });
      expect(answer.rerank).toEqual({ applied: true, model: "ferries", documents: 5, reason: null });
      expect(answer.texts.slice(0, 2)).toEqual([TEXTS[2], TEXTS[3]]);
    } finally {
      await service.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe("without a re-ranker", () => {
  it("keeps the order, and says so", async () => {
    const service = await startWith({});
    try {
      const answer = await search(service, { rerank: true });
      expect(answer.rerank).toEqual({ applied: false, model: null, documents: 0, reason: "not_configured" });
      expect(answer.texts).toEqual((await search(service)).texts);
    } finally {
      await service.stop();
    }
  });
});
