import { mkdtemp, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Document, ModelIndex } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { breakOff, sendJson, type TestApiServer } from "../../src/outgoing/test-api-server.ts";
import { startEmbeddingTestServer, vectorOf } from "../../src/ports/embedders/providers/test-server.ts";
import { startTestService, type TestService, until } from "./test-service.ts";

const USER = "ada";
const DIMENSION = 64;

const openAi = (provider: TestApiServer, env: Record<string, string> = {}) => ({
  EMBEDDING_MODEL: "openai/words",
  EMBEDDING_BASE_URL: `${provider.url}/v1`,
  EMBEDDING_TIMEOUT_MS: "2000",
  LOG_LEVEL: "silent",
  ...env,
});
const cohere = (provider: TestApiServer) => ({
  EMBEDDING_MODEL: "cohere/words",
  COHERE_URL: provider.url,
  COHERE_API_KEY: "k",
  EMBEDDING_TIMEOUT_MS: "2000",
  LOG_LEVEL: "silent",
});

async function add({ client }: TestService, texts: readonly string[]): Promise<void> {
  const documents = texts.map((text) => ({ user_id: USER, text }));
  await client.POST("/api/v1/documents/bulk_create/", { body: { documents } });
}

async function list({ client }: TestService): Promise<Document[]> {
  const { data } = await client.GET("/api/v1/documents/", { params: { query: { limit: 200 } } });
  return data?.results ?? [];
}

/** Asks seldom: the service that works is in this process. */
const NOW_AND_THEN_MS = 300;

const failedOf = async (service: TestService) =>
  (await list(service)).filter(({ embedding_status: it }) => it === "failed");

function search({ client }: TestService, query: string, mode: "hybrid" | "semantic" = "hybrid") {
  return client.POST("/api/v1/search/", { body: { query, user_id: USER, mode } });
}

async function active({ client }: TestService): Promise<ModelIndex | undefined> {
  const { data } = await client.GET("/api/v1/models/indexes/");
  return data?.results.find(({ state }) => state === "active");
}

const vectors = (response: ServerResponse, ...embeddings: unknown[]) =>
  sendJson(response, 200, { data: embeddings.map((embedding, index) => ({ index, embedding })) });

const MISBEHAVIOURS: ((response: ServerResponse) => unknown)[] = [
  (response) => sendJson(response, 429, {}, { "retry-after": "1" }),
  (response) => sendJson(response, 429, { error: { code: "rate_limit_exceeded" } }),
  (response) => sendJson(response, 500, { error: "oops" }),
  () => undefined,
  (response) => response.destroy(),
  breakOff,
  (response) => vectors(response, [1, 2, 3]),
  (response) => vectors(response, vectorOf("a", DIMENSION)),
  (response) => response.end('{"data": [{"index": 0, "embedding": [NaN]}]}'),
  (response) => vectors(response, [null]),
];

/** In every way once, each followed by an answer as it should be; and always when it is sent poison. */
function misbehaveInEveryWay(provider: TestApiServer): void {
  const left = MISBEHAVIOURS.flatMap((misbehave) => [misbehave, undefined]);
  provider.misbehave = (response, { body }) => {
    if (JSON.stringify(body).includes("poison")) return sendJson(response, 400, {});
    const misbehave = left.shift();
    return misbehave ? misbehave(response) : "as usual";
  };
}

interface Running extends AsyncDisposable {
  provider: TestApiServer;
  service: TestService;
}

async function start(envFor: (provider: TestApiServer) => Record<string, string>): Promise<Running> {
  const provider = await startEmbeddingTestServer(DIMENSION);
  const service = await startTestService(envFor(provider));
  return {
    provider,
    service,
    async [Symbol.asyncDispose]() {
      await service.stop();
      await provider[Symbol.asyncDispose]();
    },
  };
}

/** One document is to fail: the provider never takes it. */
async function everyWay({ provider, service }: Running): Promise<void> {
  await add(service, ["before it begins: the ferry"]);
  await service.settled(NOW_AND_THEN_MS);
  misbehaveInEveryWay(provider);
  const texts = Array.from({ length: 40 }, (_, i) => `entry ${i} of the river walk, token${i}x`);
  await add(service, [...texts, "poison in a cup"]);
  let searches = 0;
  await until(async () => {
    const { error } = await search(service, `ferry ${searches++}`);
    expect(error).toBeUndefined();
    const { data } = await service.client.GET("/api/v1/health/");
    return data !== undefined && data.documents.pending + data.documents.processing === 0;
  }, NOW_AND_THEN_MS);
  expect(await failedOf(service)).toMatchObject([
    { text: "poison in a cup", embedding_error: expect.stringContaining("answers with status 400") },
  ]);
  provider.misbehave = undefined;
  const { data } = await search(service, "token17x", "semantic");
  expect(data?.results[0]?.text).toBe(texts[17]);
}

/** Words still find what there is. */
async function forGood({ provider, service }: Running): Promise<void> {
  await add(service, ["the ferry"]);
  await service.settled(NOW_AND_THEN_MS);
  provider.misbehave = (response) => sendJson(response, 500, {});
  await add(service, ["a canoe", "a kayak"]);
  await service.settled(NOW_AND_THEN_MS);
  const failed = await failedOf(service);
  expect(failed).toHaveLength(2);
  for (const { embedding_error } of failed) {
    expect(embedding_error).toMatch(/words at 127\.0\.0\.1:\d+ .*answers with status 500/);
  }
  const { data: degraded } = await search(service, "ferry");
  expect(degraded).toMatchObject({ degraded: true, count: 1 });
  const { error } = await search(service, "boats", "semantic");
  expect(error?.code).toBe("embedder_unavailable");
  const { data: health } = await service.client.GET("/api/v1/health/");
  expect(health?.dependencies.find(({ name }) => name === "embedder")).toMatchObject({
    kind: "openai",
    status: "failing",
    error: expect.stringContaining("status 500"),
  });
}

describe("a provider that misbehaves", () => {
  // At once, because most of the time goes by in waiting for the next try.
  it("in every way, or for good: every document is completed, or failed with its reason", async () => {
    await using first = await start((it) => openAi(it, { EMBEDDING_BATCH_ITEMS: "4" }));
    await using second = await start((it) => ({ ...cohere(it), EMBEDDING_BATCH_ITEMS: "4" }));
    await using third = await start((it) => openAi(it, { EMBEDDING_OUTAGE_SECONDS: "0" }));
    await Promise.all([everyWay(first), everyWay(second), forGood(third)]);
  }, 300_000);

  it("by telling to wait, however often: no document loses a try", async () => {
    await using running = await start(openAi);
    const { provider, service } = running;
    let limits = 0;
    provider.misbehave = (response) =>
      ++limits <= 12 ? sendJson(response, 429, {}, { "retry-after-ms": "50" }) : "as usual";
    await add(service, ["a raft", "a boat"]);
    await service.settled(NOW_AND_THEN_MS);
    expect(limits).toBeGreaterThan(12);
    expect(await failedOf(service)).toEqual([]);
  });

  it("by being away at a start: the service starts, and goes on when it is back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosmic-away-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await using provider = await startEmbeddingTestServer(DIMENSION);
    const env = openAi(provider, { DATA_DIR: folder });
    const before = await startTestService(env);
    await add(before, ["the ferry"]);
    await before.settled(NOW_AND_THEN_MS);
    await before.stop();
    provider.misbehave = (response) => response.destroy();
    const service = await startTestService(env);
    onTestFinished(() => service.stop());
    await add(service, ["a raft"]);
    expect((await search(service, "ferry")).data).toMatchObject({ degraded: true, count: 1 });
    provider.misbehave = undefined;
    await service.settled(NOW_AND_THEN_MS);
    const { data } = await search(service, "raft", "semantic");
    expect(data?.results[0]?.text).toBe("a raft");
    expect(await failedOf(service)).toEqual([]);
  });
});

describe("the budget of a day", () => {
  it("holds documents back and no queries, and says so", async () => {
    await using provider = await startEmbeddingTestServer(DIMENSION);
    // Ten documents of a word each are 10 tokens, and the question for the dimension one more.
    const service = await startTestService(openAi(provider, { EMBEDDING_DAILY_BUDGET_TOKENS: "11" }));
    await add(
      service,
      Array.from({ length: 10 }, (_, i) => `word${i}`),
    );
    await service.settled(NOW_AND_THEN_MS);
    await add(service, ["more"]);
    await until(async () => {
      const { data } = await service.client.GET("/api/v1/jobs/", { params: { query: { limit: 50 } } });
      return data?.results.some(({ error }) => error?.includes("budget")) ?? false;
    });
    expect(await list(service)).toContainEqual(
      expect.objectContaining({ text: "more", embedding_status: "pending" }),
    );
    const { data } = await search(service, "word3", "semantic");
    expect(data?.results[0]?.text).toBe("word3");
    const { data: usage } = await service.client.GET("/api/v1/models/usage/");
    expect(usage?.today).toMatchObject({ left_tokens: 0, left_usd: null, used_up: true });
    expect(usage?.results).toMatchObject([
      { provider: "openai", model: "words", requests: 3, tokens: 12, cost_usd: null },
    ]);
    const refused = await service.request("POST", "/v1/embeddings", JSON.stringify({ input: "a" }));
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      error: { type: "rate_limit_error", code: "budget_exhausted" },
    });
    await service.stop();
  });
});

describe("from a model on this machine to a provider's and back", () => {
  const MODEL = "openai/words";
  let provider: TestApiServer;
  let service: TestService;
  beforeAll(async () => {
    provider = await startEmbeddingTestServer(DIMENSION);
    const { EMBEDDING_MODEL: _, ...env } = openAi(provider);
    service = await startTestService({ ...env, EMBEDDING_WORKERS: "1" });
  });
  afterAll(async () => {
    await service?.stop();
    await provider?.[Symbol.asyncDispose]();
  });

  it.each([
    [{ model: "cohere/embed-v4.0" }, "invalid_value", "/model"],
    [{ model: "openai/text-embedding-3-large", dimension: 4096 }, "invalid_value", "/dimension"],
    [{ model: "no/such/model" }, "invalid_value", "/model"],
  ])("a model that cannot be had is refused: %j", async (body, code, field) => {
    const { error } = await service.client.POST("/api/v1/models/indexes/", { body });
    expect(error).toMatchObject({ code, field });
    expect(provider.asked).toEqual([]);
  });

  it("is a change of the index like any other", async () => {
    await add(service, ["a walk by the river", "tea at home"]);
    await service.settled(NOW_AND_THEN_MS);
    const before = await active(service);
    expect(provider.asked).toEqual([]);
    const { client } = service;
    const query = { model: "openai/text-embedding-3-large", dimension: 256 };
    const { data: preview } = await client.GET("/api/v1/models/indexes/preview/", { params: { query } });
    expect(preview).toMatchObject({
      ...query,
      provider: "openai",
      documents: 2,
      sampled: 2,
      passages: 2,
      seconds: 1,
      budget_days: null,
      exists: null,
    });
    expect(preview?.tokens).toBeGreaterThan(8);
    expect(preview?.cost_usd).toBeCloseTo(((preview?.tokens ?? 0) * 0.13) / 1e6, 12);
    expect(provider.asked).toEqual([]);
    const { data: own } = await client.GET("/api/v1/models/indexes/preview/");
    expect(own).toMatchObject({ provider: null, cost_usd: null, exists: before?.id });
    await client.POST("/api/v1/models/indexes/", { body: { model: MODEL, activate_when_ready: true } });
    await until(async () => (await active(service))?.model === MODEL, NOW_AND_THEN_MS);
    expect(await active(service)).toMatchObject({ dimension: DIMENSION });
    await add(service, ["a boat on the river"]);
    await service.settled(NOW_AND_THEN_MS);
    const { data: words } = await search(service, "river boat", "semantic");
    expect(words).toMatchObject({ model: MODEL, results: [{ text: "a boat on the river" }, {}, {}] });
    await client.POST("/api/v1/models/rollback/");
    const { data: meaning } = await search(service, "a hot drink", "semantic");
    expect(meaning).toMatchObject({ model: before?.model, count: 3 });
    expect(meaning?.results[0]?.text).toBe("tea at home");
  });
});
