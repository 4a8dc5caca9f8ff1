import type { EventMessage } from "@cosmic/contract";
import { createEventStream } from "@cosmic/contract/events-client";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type EventReader, readEventsOf, refusalOf, statuses } from "./event-reader.ts";
import { startTestService, type TestService, until } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ EVENTS_MAX_CONNECTIONS: "3", SYNC_CRON: "0 0 1 1 *" });
});
afterAll(() => service?.stop());

async function reader(query: Record<string, string> = {}): Promise<EventReader> {
  const opened = await readEventsOf(service.address, query);
  // So that the next test finds the place of this one free.
  onTestFinished(async () => {
    opened.socket.close();
    await opened.closed;
  });
  return opened;
}

async function write(user_id: string, text: string): Promise<string> {
  const { data } = await service.client.POST("/api/v1/documents/", { body: { user_id, text } });
  return data?.id ?? "";
}

describe("events", () => {
  it("tell how a document is written, embedded, changed, embedded again, reindexed and deleted", async () => {
    const { messages, seen } = await reader({ user_id: "ada" });
    const id = await write("ada", "We walked along the harbour.");
    const completed = (times: number) =>
      seen((all) => statuses(all, id).filter((status) => status === "completed").length === times);
    await completed(1);
    const found = await service.client.POST("/api/v1/search/", {
      body: { query: "harbour", user_id: "ada" },
    });
    expect(found.data?.results.map((hit) => hit.document_id)).toEqual([id]);
    const at = { params: { path: { id } } };
    await service.client.PATCH("/api/v1/documents/{id}/", { ...at, body: { text: "It rained." } });
    await completed(2);
    await service.client.POST("/api/v1/documents/{id}/reindex/", at);
    await completed(3);
    await service.client.DELETE("/api/v1/documents/{id}/", at);
    await seen((all) => statuses(all).at(-1) === "deleted");
    const both = ["pending", "completed"];
    expect(statuses(messages, id)).toEqual([...both, ...both, ...both, "deleted"]);
    expect(messages[0]?.type).toBe("ready");
    expect(messages[1]).toMatchObject({ user_id: "ada", source: "api", source_id: null, error: null });
  });

  it("tell each user of their own, and everyone of what concerns nobody alone", async () => {
    const [ada, all] = [await reader({ user_id: "ada" }), await reader()];
    const [hers, his] = [await write("ada", "Hers."), await write("ben", "His.")];
    await all.seen((messages) => statuses(messages).filter((status) => status === "completed").length === 2);
    const { data } = await service.client.POST("/api/v1/sync/", { body: {} });
    const ended = (messages: readonly EventMessage[]) =>
      messages.some((message) => message.type === "job" && message.state === "completed");
    await Promise.all([ada.seen(ended), all.seen(ended)]);
    expect(statuses(ada.messages, hers)).toEqual(["pending", "completed"]);
    expect(statuses(ada.messages, his)).toEqual([]);
    const states = ada.messages.filter((message) => message.type === "job");
    expect(states.map((job) => [job.job_id, job.name, job.state, job.user_id])).toEqual([
      [data?.job_id, "sync-journal", "active", null],
      [data?.job_id, "sync-journal", "completed", null],
    ]);
  });

  it("tell of a user's own job that user only, and of nothing but the types asked for", async () => {
    const [ada, ben] = [
      await reader({ user_id: "ada", types: "job,model" }),
      await reader({ user_id: "ben" }),
    ];
    await write("ada", "Not asked for.");
    await service.client.POST("/api/v1/sync/", { body: { user_id: "ada" } });
    await ada.seen((messages) => messages.some((it) => it.type === "job" && it.state === "completed"));
    expect(ada.messages.map(({ type }) => type)).toEqual(["ready", "job", "job"]);
    await write("ben", "A later one.");
    await ben.seen((messages) => messages.length > 1);
    expect(ben.messages[1]).toMatchObject({ type: "document", user_id: "ben" });
  });

  it("come once each, and in their order, for a hundred documents at once", async () => {
    const { messages, seen } = await reader({ user_id: "many" });
    const documents = Array.from({ length: 250 }, (_, i) => ({ user_id: "many", text: `Number ${i}.` }));
    await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
    await seen((all) => statuses(all).filter((status) => status === "completed").length >= 250);
    await service.settled();
    const byDocument = Map.groupBy(
      messages.filter((message) => message.type === "document"),
      (event) => event.document_id,
    );
    expect(byDocument.size).toBe(250);
    for (const own of byDocument.values()) expect(statuses(own)).toEqual(["pending", "completed"]);
  });

  it("go on after any cursor, the middle of a batch included, without gap or repeat", async () => {
    const { messages, seen } = await reader({ user_id: "cut" });
    const documents = Array.from({ length: 5 }, (_, i) => ({ user_id: "cut", text: `Number ${i}.` }));
    await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
    await seen((all) => statuses(all).filter((status) => status === "completed").length === 5);
    const told = messages.filter(({ type }) => type === "document");
    for (const [i, { cursor }] of told.entries()) {
      const again = await readEventsOf(service.address, { user_id: "cut", cursor });
      const rest = told.slice(i + 1);
      await again.seen((all) => all.length > rest.length);
      expect(again.messages.slice(1)).toEqual(rest);
      again.socket.close();
      await again.closed;
    }
  });

  it("tell of an index that is built, and that it answers searches", async () => {
    const { messages, seen } = await reader({ types: "job,model" });
    const body = { passage_tokens: 32, activate_when_ready: true };
    const { data } = await service.client.POST("/api/v1/models/indexes/", { body });
    await seen((all) => all.some((message) => message.type === "job" && message.state === "completed"));
    const jobs = messages.filter((message) => message.type === "job");
    expect(new Set(jobs.map(({ name }) => name))).toEqual(new Set(["build-index"]));
    expect(jobs[0]).toMatchObject({ state: "active", progress: null });
    expect(jobs.slice(1, -1).every(({ state, progress }) => state === "active" && progress)).toBe(true);
    const models = messages.filter((message) => message.type === "model");
    expect(models).toMatchObject([{ index: data?.id, model: data?.model, user_id: null }]);
  });

  it("say `lost` to a cursor of another database", async () => {
    const { messages, seen } = await reader({ cursor: "900000000000" });
    await seen((all) => all.length === 2);
    expect(messages.map(({ type }) => type)).toEqual(["ready", "lost"]);
    const id = await write("lost", "After that.");
    await seen((all) => statuses(all, id).includes("completed"));
  });
});

describe("who is not let in", () => {
  it.each([
    ["with a cursor that is none", 400, { cursor: "yesterday" }, {}],
    ["with a type that there is not", 400, { types: "weather" }, {}],
    ["with a parameter that there is not", 400, { usr: "ada" }, {}],
    ["from a page of another site", 403, {}, { origin: "https://example.org" }],
  ] as const)("who comes %s: %i", async (_name, status, query, options) => {
    expect(await refusalOf(service.address, { ...query }, options)).toBe(status);
  });

  it("who comes from the service's own pages is", async () => {
    const own = await readEventsOf(service.address, {}, { origin: service.address });
    await own.seen((messages) => messages.length > 0);
    own.socket.close();
    await own.closed;
  });

  it("who asks over plain HTTP is told how", async () => {
    const answer = await service.request("GET", "/api/v1/events/");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "bad_request" });
  });

  it("who comes when all places are taken, until one is free", async () => {
    const taken = [await reader(), await reader(), await reader()];
    expect(await refusalOf(service.address, {})).toBe(429);
    taken[0]?.socket.close();
    await taken[0]?.closed;
    await until(async () => {
      const one = await readEventsOf(service.address).catch(() => undefined);
      one?.socket.close();
      await one?.closed;
      return one !== undefined;
    });
  });

  it("who says too much", async () => {
    const { socket, closed } = await reader();
    socket.send("x".repeat(2000));
    expect((await closed).code).toBe(1009);
  });
});

const redis = process.env.TEST_REDIS_URL;
it.skipIf(!redis)(`jobs in Redis are told of${redis ? "" : " (TEST_REDIS_URL is not set)"}`, async () => {
  const env = { REDIS_URL: redis ?? "", REDIS_PREFIX: `events-${process.pid}`, SYNC_CRON: "0 0 1 1 *" };
  const own = await startTestService({ ...env, EMBEDDING_WORKERS: "1" });
  onTestFinished(() => own.stop());
  using follower = await readEventsOf(own.address, { types: "job" });
  const { data } = await own.client.POST("/api/v1/sync/", { body: { user_id: "ada" } });
  await follower.seen((messages) => messages.some((it) => it.type === "job" && it.state === "completed"));
  const jobs = follower.messages.filter((message) => message.type === "job");
  expect(jobs.map(({ job_id, state, user_id }) => [job_id, state, user_id])).toEqual([
    [data?.job_id, "active", "ada"],
    [data?.job_id, "completed", "ada"],
  ]);
  // It is written down by the time it is told.
  const job = await own.client.GET("/api/v1/jobs/{id}/", { params: { path: { id: data?.job_id ?? "" } } });
  expect(job.data?.state).toBe("completed");
});

it("the client starts, tells of events, and ends with its signal", async () => {
  const ending = new AbortController();
  const told: string[] = [];
  const stream = createEventStream({
    url: `${service.address}/api/v1/events/`,
    userId: "client",
    signal: ending.signal,
    onStart: () => told.push("start"),
    onConnection: (connected) => told.push(connected ? "connected" : "cut off"),
    onEvent: (event) => told.push(event.type === "document" ? event.status : event.type),
  });
  await until(async () => told.includes("start"));
  await write("client", "Seen by the client.");
  await until(async () => told.includes("completed"));
  ending.abort();
  expect(told).toEqual(["connected", "start", "pending", "completed", "cut off"]);
  expect(stream.cursor).toMatch(/^\d/);
});
