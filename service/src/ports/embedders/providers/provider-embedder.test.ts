import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../../config.ts";
import { CosmicError } from "../../../errors.ts";
import { breakOff, sendJson, type TestApiServer } from "../../../outgoing/test-api-server.ts";
import type { Embedder } from "../embedder.ts";
import type { Metering, Use } from "../metering.ts";
import { openProviderEmbedder } from "./open.ts";
import { startEmbeddingTestServer, textsOf, vectorOf } from "./test-server.ts";

const KEY = "sk-very-secret";

let server: TestApiServer;
beforeEach(async () => {
  server = await startEmbeddingTestServer(8);
});
afterEach(() => server[Symbol.asyncDispose]());

const used: Use[] = [];
const metering: Metering = { admit: async () => {}, record: async (use) => void used.push(use) };

function open(env: Record<string, string> = {}, meter = metering): Promise<Embedder> {
  const config = readConfig({
    EMBEDDING_MODEL: "openai/words",
    EMBEDDING_BASE_URL: `${server.url}/v1`,
    EMBEDDING_API_KEY: KEY,
    COHERE_URL: server.url,
    COHERE_API_KEY: KEY,
    ...env,
  });
  const provider = config.embedding.model.startsWith("cohere/") ? "cohere" : "openai";
  return openProviderEmbedder(provider, config, meter);
}

const documents = (embedder: Embedder, texts: readonly string[], signal?: AbortSignal) =>
  embedder.embed(texts, { purpose: "document", ...(signal ? { signal } : {}) });
const query = (embedder: Embedder, text: string) => embedder.embed([text], { purpose: "query" });
const unit = (text: string, dimension: number) => {
  const vector = vectorOf(text, dimension);
  const length = Math.hypot(...vector);
  return vector.map((value) => Math.fround(value / length));
};
/** Misbehaves so many times, and no more. */
const times = (count: number, misbehave: (response: ServerResponse) => void) => {
  let left = count;
  return (response: ServerResponse) => (left-- > 0 ? misbehave(response) : ("as usual" as const));
};

describe.each([
  ["OpenAI's protocol", {}],
  ["Cohere's protocol", { EMBEDDING_MODEL: "cohere/words" }],
])("a model over %s", (_, env) => {
  it("gives unit vectors in the order of the texts", async () => {
    const embedder = await open(env);
    expect(embedder.identity).toMatchObject({ dimension: 8, shortened: false });
    const texts = ["one two", "three", "one one one"];
    const vectors = await documents(embedder, texts);
    expect(vectors.map((vector) => [...vector])).toEqual(texts.map((text) => unit(text, 8)));
    expect(server.asked.every(({ key }) => key === `Bearer ${KEY}`)).toBe(true);
  });

  it("is asked in requests of the size that it takes", async () => {
    const embedder = await open({ ...env, EMBEDDING_BATCH_ITEMS: "2" });
    server.asked.length = 0;
    const texts = ["a", "b", "c", "d", "e"];
    await documents(embedder, texts);
    expect(server.asked).toHaveLength(3);
    expect(textsOf(server.asked)).toEqual(texts);
  });

  it.each([
    ["an error", (response: ServerResponse) => sendJson(response, 500, {})],
    ["a broken connection", (response: ServerResponse) => void response.destroy()],
    ["an answer that is cut off", breakOff],
    ["half of the JSON", (response: ServerResponse) => void response.end('{"data": [{"ind')],
    ["NaN, as Python writes it", (response: ServerResponse) => void response.end('{"data": [NaN]}')],
  ])("is asked again after %s", async (_, misbehave) => {
    const embedder = await open(env);
    server.misbehave = times(2, misbehave);
    expect(await documents(embedder, ["one"])).toHaveLength(1);
  });

  it("waits when it is told to, however often, and goes on", async () => {
    const embedder = await open(env);
    const limit = (response: ServerResponse) =>
      sendJson(response, 429, {}, { "retry-after": "9", "retry-after-ms": "20" });
    server.misbehave = times(6, limit);
    expect(await documents(embedder, ["one"])).toHaveLength(1);
  });

  it("says what a text of its own costs", async () => {
    const embedder = await open({ ...env, EMBEDDING_PRICE_PER_MILLION: "2" });
    used.length = 0;
    await documents(embedder, ["one two three"]);
    await query(embedder, "four");
    await query(embedder, "four");
    const provider = embedder.identity.name.split("/")[0];
    expect(used).toEqual([
      { provider, model: "words", tokens: 3, cost: 0.000006 },
      { provider, model: "words", tokens: 1, cost: 0.000002 },
    ]);
  });
});

describe("what Cohere is told", () => {
  it("is which texts are queries, and that nothing may be cut", async () => {
    const embedder = await open({ EMBEDDING_MODEL: "cohere/embed-v4.0", EMBEDDING_DIMENSION: "256" });
    expect(server.asked).toEqual([]);
    await documents(embedder, ["one"]);
    await query(embedder, "two");
    const common = {
      model: "embed-v4.0",
      embedding_types: ["float"],
      truncate: "NONE",
      output_dimension: 256,
    };
    expect(server.asked.map(({ body }) => body)).toEqual([
      { ...common, texts: ["one"], input_type: "search_document" },
      { ...common, texts: ["two"], input_type: "search_query" },
    ]);
    expect(embedder.identity).toMatchObject({ dimension: 256, shortened: true, inputTypes: true });
  });
});

describe("an answer that cannot be used", () => {
  const answers: [string, unknown, RegExp][] = [
    ["too few vectors", { data: [{ index: 0, embedding: vectorOf("a", 8) }] }, /1 vectors for 2 texts/],
    ["a vector twice", { data: [0, 0].map((index) => ({ index, embedding: vectorOf("a", 8) })) }, /form/],
    [
      "one of another text",
      { data: [0, 7].map((index) => ({ index, embedding: vectorOf("a", 8) })) },
      /left out/,
    ],
    [
      "another dimension",
      { data: [0, 1].map((index) => ({ index, embedding: [1, 2] })) },
      /2 components instead of 8/,
    ],
    [
      "null for a number",
      { data: [0, 1].map((index) => ({ index, embedding: [null, ...vectorOf("a", 7)] })) },
      /no number/,
    ],
    [
      "a number beyond all bounds",
      { data: [0, 1].map((index) => ({ index, embedding: [1e300, ...vectorOf("a", 7)] })) },
      /no number/,
    ],
    ["zeros", { data: [0, 1].map((index) => ({ index, embedding: new Array(8).fill(0) })) }, /zeros/],
    ["another form", { vectors: [] }, /form/],
  ];
  it.each(answers)("is one with %s", async (_, answer, message) => {
    const embedder = await open();
    server.asked.length = 0;
    server.misbehave = (response) => sendJson(response, 200, answer);
    await expect(documents(embedder, ["a", "b"])).rejects.toMatchObject({
      code: "embedder_unavailable",
      message: expect.stringMatching(message),
      retryAfter: undefined,
    });
    // It would be paid for once more, and be as wrong.
    expect(server.asked).toHaveLength(1);
  });
});

describe("a provider in trouble", () => {
  it.each([
    [401, /status 401.*Check the key/],
    [404, /status 404.*name of the model/],
    [400, /status 400 \(too_many\).*EMBEDDING_BATCH_ITEMS/],
  ])("is not asked again after %i", async (status, message) => {
    const embedder = await open();
    server.asked.length = 0;
    const said = { error: { message: `no, ${KEY} and a text`, code: "too_many" } };
    server.misbehave = (response) => sendJson(response, status, said);
    const fault: unknown = await documents(embedder, ["a"]).catch((it) => it);
    expect(fault).toMatchObject({ code: "embedder_unavailable", message: expect.stringMatching(message) });
    expect(inspect(fault, { depth: 9 })).not.toMatch(KEY);
    expect(inspect(fault, { depth: 9 })).not.toMatch("and a text");
    expect(server.asked).toHaveLength(1);
  });

  it("lets a query fail at once, and the job come back later, while it is over its limit", async () => {
    const embedder = await open();
    server.misbehave = (response) => sendJson(response, 429, {}, { "retry-after": "3600" });
    await expect(query(embedder, "a")).rejects.toMatchObject({ code: "overloaded", retryAfter: 600 });
    server.misbehave = undefined;
    const asked = server.asked.length;
    await expect(query(embedder, "b")).rejects.toMatchObject({ code: "overloaded" });
    await expect(documents(embedder, ["c"])).rejects.toMatchObject({ code: "overloaded", retryAfter: 600 });
    expect(server.asked).toHaveLength(asked);
  });

  it("without credit is left alone for a while, whatever it says", async () => {
    const embedder = await open();
    const said = { error: { code: "insufficient_quota" } };
    server.misbehave = (response) => sendJson(response, 429, said, { "retry-after-ms": "1" });
    await expect(documents(embedder, ["a"])).rejects.toMatchObject({ code: "overloaded", retryAfter: 600 });
  });

  it("is not asked any more after five failures in a row, and says why", async () => {
    const embedder = await open();
    server.misbehave = (response) => sendJson(response, 503, {});
    server.asked.length = 0;
    for (let i = 0; i < 7; i++) await query(embedder, `a${i}`).catch(() => {});
    expect(server.asked).toHaveLength(5);
    await expect(query(embedder, "b")).rejects.toMatchObject({
      code: "embedder_unavailable",
      message: expect.stringContaining("is not asked for now"),
      retryAfter: expect.any(Number),
    });
    expect(embedder.describe().fault).toMatch(/status 503/);
  });

  it("is waited for no longer than an outage may last", async () => {
    const embedder = await open({ EMBEDDING_OUTAGE_SECONDS: "0" });
    server.misbehave = (response) => void response.destroy();
    for (let i = 0; i < 5; i++) await query(embedder, `a${i}`).catch(() => {});
    await expect(documents(embedder, ["b"])).rejects.toMatchObject({
      code: "embedder_unavailable",
      message: expect.stringContaining("is not asked for now"),
      retryAfter: undefined,
    });
  });

  it("keeps what was paid for when a later request of the same call fails", async () => {
    const embedder = await open({ EMBEDDING_BATCH_ITEMS: "1" });
    server.misbehave = (response, { body }) =>
      JSON.stringify(body).includes("poison") ? sendJson(response, 400, {}) : "as usual";
    await expect(documents(embedder, ["one", "two", "poison"])).rejects.toThrow("status 400");
    server.misbehave = undefined;
    server.asked.length = 0;
    expect(await documents(embedder, ["one", "two", "three"])).toHaveLength(3);
    expect(textsOf(server.asked)).toEqual(["three"]);
  });

  it("that is slow is given up, and asked again for documents only", async () => {
    const embedder = await open({ EMBEDDING_TIMEOUT_MS: "100", EMBEDDING_QUERY_TIMEOUT_MS: "100" });
    server.misbehave = times(1, () => {});
    await expect(query(embedder, "a")).rejects.toThrow("does not answer within 0.1 s");
    server.misbehave = times(1, () => {});
    expect(await documents(embedder, ["a"])).toHaveLength(1);
  });

  it("is not waited for by whoever has given up", async () => {
    const embedder = await open();
    const asked = Promise.withResolvers<void>();
    server.misbehave = () => asked.resolve();
    const stop = new AbortController();
    const embedding = expect(documents(embedder, ["a"], stop.signal)).rejects.toThrow("enough");
    await asked.promise;
    stop.abort(new Error("enough"));
    await embedding;
    await embedder.close();
    await expect(documents(embedder, ["a"])).rejects.toMatchObject({ code: "stopping" });
  });

  it("does not send the texts on to another address", async () => {
    const embedder = await open();
    server.misbehave = (response) => void response.writeHead(307, { location: "http://example.org" }).end();
    await expect(query(embedder, "a")).rejects.toThrow("cannot be asked");
  });
});

describe("the budget", () => {
  it("holds documents back, and lets queries through", async () => {
    const admit = async () => {
      throw new CosmicError("budget_exhausted", "used up", { retryAfter: 9 });
    };
    const embedder = await open({}, { ...metering, admit });
    await expect(documents(embedder, ["a"])).rejects.toMatchObject({ code: "budget_exhausted" });
    expect(await query(embedder, "a")).toHaveLength(1);
  });
});

describe("opening", () => {
  it("asks nobody about a model that is known", async () => {
    const embedder = await open({ EMBEDDING_MODEL: "openai/text-embedding-3-large" });
    expect(embedder.identity).toMatchObject({ dimension: 3072, host: new URL(server.url).host });
    expect(embedder.shortensTo(256)).toBe(true);
    expect(server.asked).toEqual([]);
  });

  it("takes a dimension that the server can be asked for, and refuses others", async () => {
    expect((await open({ EMBEDDING_DIMENSION: "4" })).identity).toMatchObject({
      dimension: 4,
      shortened: true,
    });
    expect((await open({ EMBEDDING_DIMENSION: "8" })).identity).toMatchObject({ shortened: false });
    await expect(open({ EMBEDDING_DIMENSION: "16" })).rejects.toMatchObject({ code: "dimension_mismatch" });
    server.misbehave = (response, { body }) =>
      JSON.stringify(body).includes("dimensions") ? sendJson(response, 400, {}) : "as usual";
    await expect(open({ EMBEDDING_DIMENSION: "4" })).rejects.toMatchObject({ code: "dimension_mismatch" });
    await expect(
      open({ EMBEDDING_MODEL: "cohere/embed-v4.0", EMBEDDING_DIMENSION: "300" }),
    ).rejects.toMatchObject({ code: "dimension_mismatch" });
  });

  it("says when it may work later", async () => {
    server.misbehave = (response) => void response.destroy();
    await expect(open()).rejects.toMatchObject({ code: "embedder_unavailable", retryAfter: 1 });
    server.misbehave = (response) => sendJson(response, 401, {});
    await expect(open()).rejects.toMatchObject({ code: "embedder_unavailable", retryAfter: undefined });
  });

  it("never begins with LOCAL_ONLY", async () => {
    const config = readConfig({ EMBEDDING_BASE_URL: `${server.url}/v1` });
    const embedding = { ...config.embedding, model: "openai/words" };
    const local = { ...config, embedding, localOnly: true };
    await expect(openProviderEmbedder("openai", local, metering)).rejects.toMatchObject({
      code: "local_only",
    });
    expect(server.asked).toEqual([]);
  });

  it("sends each key to its own address only", async () => {
    const config = readConfig({
      EMBEDDING_BASE_URL: "http://127.0.0.1:9/v1",
      EMBEDDING_API_KEY: KEY,
      OPENAI_API_KEY: KEY,
    });
    const embedding = { ...config.embedding, model: "openai/words", baseUrl: `${server.url}/v1` };
    await openProviderEmbedder("openai", { ...config, embedding }, metering);
    expect(server.asked.map(({ key }) => key)).toEqual([undefined]);
  });

  it("refuses a text that may not fit the window", async () => {
    const embedder = await open();
    expect(embedder.identity.maxTokens).toBe(153);
    await expect(documents(embedder, ["x".repeat(600)])).rejects.toMatchObject({ code: "text_too_long" });
  });
});
