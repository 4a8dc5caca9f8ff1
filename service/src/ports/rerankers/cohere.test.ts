import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAsk } from "../../outgoing/ask.ts";
import { breakOff, sendJson, type TestApiServer } from "../../outgoing/test-api-server.ts";
import { createCohereReranker } from "./cohere.ts";
import { startCohereTestServer } from "./cohere-test-server.ts";

const TEXTS = ["the ferry did not leave", "bread", "a ferry, another ferry"];
const apiKey = "co-secret";

let server: TestApiServer;
beforeEach(async () => {
  server = await startCohereTestServer("ferry");
});
afterEach(() => server[Symbol.asyncDispose]());

const rank = (signal = new AbortController().signal, url = server.url) =>
  createCohereReranker({ model: "rerank-v3.5", apiKey, url }, createAsk(false)).rank("boats", TEXTS, signal);
const send =
  (status: number, body: unknown, headers = {}) =>
  (response: ServerResponse) =>
    sendJson(response, status, body, headers);
const results = (...scores: [number, number][]) => ({
  results: scores.map(([index, relevance_score]) => ({ index, relevance_score })),
});

describe("re-ranking by Cohere", () => {
  it("gives a score a text, in the order of the texts", async () => {
    expect(await rank()).toEqual([0.5, 0, 0.75]);
    expect(server.asked.map(({ key }) => key)).toEqual([`Bearer ${apiKey}`]);
  });

  it.each([
    ["an error", send(500, { message: "oops" })],
    ["a wrong key", send(401, { message: "invalid api token" })],
    ["another form", send(200, { data: [] })],
    ["too few texts", send(200, results([0, 0.5], [1, 0.1]))],
    ["a text twice", send(200, results([0, 0.5], [0, 0.1], [1, 0.1]))],
    ["a text that it was not given", send(200, results([0, 0.5], [1, 0.1], [7, 0.1]))],
    ["an answer that is cut off", breakOff],
    ["half of the JSON", (response: ServerResponse) => void response.end('{"results": [{"ind')],
    ["a connection that breaks", (response: ServerResponse) => void response.destroy()],
  ])("fails on %s, without the key in what it says", async (_, misbehave) => {
    server.misbehave = misbehave;
    const fault: unknown = await rank().catch((error) => error);
    expect(fault).toMatchObject({ code: "reranker_unavailable" });
    expect(inspect(fault, { depth: 9 })).not.toContain(apiKey);
  });

  it("keeps quiet after a 429 for as long as it was told", async () => {
    const reranker = createCohereReranker({ model: "m", apiKey, url: server.url }, createAsk(false));
    const ask = () => reranker.rank("boats", TEXTS, new AbortController().signal);
    server.misbehave = send(429, {}, { "retry-after": "30" });
    await expect(ask()).rejects.toMatchObject({ code: "overloaded", retryAfter: 30 });
    server.misbehave = undefined;
    await expect(ask()).rejects.toMatchObject({ code: "overloaded" });
    expect(server.asked).toHaveLength(1);
  });

  it("stops when nobody waits any more", async () => {
    const asked = Promise.withResolvers<void>();
    server.misbehave = () => asked.resolve();
    const stop = new AbortController();
    const ranking = expect(rank(stop.signal)).rejects.toThrow("enough");
    await asked.promise;
    stop.abort(new Error("enough"));
    await ranking;
  });

  it("says when nobody answers", async () => {
    await expect(rank(undefined, "http://127.0.0.1:9")).rejects.toMatchObject({
      code: "reranker_unavailable",
    });
  });
});
