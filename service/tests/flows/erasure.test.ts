import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { BulkResult, ErasureReceipt, JobList, Problem, SyncResult, UserExport } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { documents, erasures, journalEntries } from "../../src/db/schema.ts";
import { runSync } from "../../src/sync/run-sync.ts";
import { resumeErasures } from "../../src/users/erasure/request.ts";
import { userPrefix } from "../../src/users/object-prefix.ts";
import { filesHolding } from "./files-holding.ts";
import { type OpenService, openService } from "./open-service.ts";
import { bodyOf, until } from "./test-service.ts";

const NOTHING = {
  documents: 0,
  embeddings: 0,
  index_passages: 0,
  journal_entries: 0,
  jobs: 0,
  events: 0,
  experiments: 0,
  objects: 0,
  api_keys: 0,
  audit_entries: 0,
};

async function erased({ request }: Pick<OpenService, "request">, userId: string): Promise<ErasureReceipt> {
  const path = `/api/v1/users/${encodeURIComponent(userId)}`;
  const accepted = await request("DELETE", `${path}/`);
  expect(accepted.status).toBe(202);
  expect(await bodyOf(ErasureReceipt, accepted)).toMatchObject({ user_id: userId, state: "running" });
  return finished({ request }, userId);
}

async function finished({ request }: Pick<OpenService, "request">, userId: string): Promise<ErasureReceipt> {
  const path = `/api/v1/users/${encodeURIComponent(userId)}/erasure/`;
  let receipt = await bodyOf(ErasureReceipt, await request("GET", path));
  await until(async () => {
    receipt = await bodyOf(ErasureReceipt, await request("GET", path));
    return receipt.state !== "running";
  });
  return receipt;
}

const entry = (userId: string, text: string) => {
  const now = new Date();
  return { id: randomUUID(), userId, text, createdAt: now, updatedAt: now };
};

it("erases a user from every store and file, and leaves others as they were", async () => {
  await using service = await openService();
  const { context, client, request, settled, folder, close } = service;
  const [ada, ben] = ["ada/lovelace 100%", "ben"];
  const mixed = Array.from({ length: 60 }, (_, i) => ({
    user_id: i % 2 ? ada : ben,
    title: `Day ${i}`,
    text: i % 2 ? `The xylographer carved block number ${i}.` : `The zymologist brewed beer number ${i}.`,
    metadata: i % 2 ? { mood: "quixotically" } : { mood: "sad" },
  }));
  const bulk = await request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(mixed));
  const { results } = await bodyOf(BulkResult, bulk);
  const idsOf = (odd: number) => results.filter((_, i) => i % 2 === odd).map(({ id }) => id ?? "");
  const entries = [entry(ada, "The xylographer slept."), entry(ben, "The zymologist slept.")];
  await context.database.orm.insert(journalEntries).values(entries);
  await request("POST", "/api/v1/sync/entries/", JSON.stringify({ ids: entries.map(({ id }) => id) }));
  await client.POST("/api/v1/sync/", { body: { user_id: ada } });
  await context.objects.put("uploads", `${userPrefix(ada)}letter.txt`, Readable.from(["xylographer"]));
  await context.objects.put("uploads", "letter.txt", Readable.from(["kept"]));
  await settled();
  const find = async (user_id: string, query: string) =>
    (await client.POST("/api/v1/search/", { body: { user_id, query, top_k: 50 } })).data?.count;
  expect(await find(ada, "xylographer")).toBe(31);
  const before = await find(ben, "zymologist");
  for (const text of ["xylographer", "quixotically"])
    expect(await filesHolding(folder, text)).not.toEqual([]);

  const receipt = await erased(service, ada);
  expect(receipt).toMatchObject({ state: "completed", error: null, remaining: NOTHING });
  expect(receipt.completed_at).not.toBeNull();
  expect(receipt.removed).toMatchObject({
    documents: 31,
    embeddings: 31,
    index_passages: 31,
    journal_entries: 1,
    objects: 1,
    api_keys: 0,
    audit_entries: 0,
  });
  expect(receipt.removed.jobs).toBeGreaterThan(0);

  expect(await find(ada, "xylographer")).toBe(0);
  const list = async (user_id: string) =>
    (await client.GET("/api/v1/documents/", { params: { query: { user_id } } })).data?.count;
  expect([await list(ada), await list(ben)]).toEqual([0, 31]);
  expect((await request("GET", `/api/v1/documents/${idsOf(1)[0]}/`)).status).toBe(404);
  expect(await find(ben, "zymologist")).toBe(before);
  const jobs = JSON.stringify(await bodyOf(JobList, await request("GET", "/api/v1/jobs/?limit=200")));
  for (const id of idsOf(1)) expect(jobs).not.toContain(id);

  // Not in any file, open or closed: not in free pages, and not in a log.
  const gone = ["xylographer", "quixotically", idsOf(1)[0] ?? ""];
  for (const text of gone) expect([text, await filesHolding(folder, text)]).toEqual([text, []]);
  await close();
  for (const text of gone) expect([text, await filesHolding(folder, text)]).toEqual([text, []]);
  expect(await filesHolding(folder, "zymologist")).not.toEqual([]);
});

it("keeps an erased user from coming back by any way, and others not", async () => {
  await using service = await openService();
  const { context, request } = service;
  const entries = [entry("ada", "One."), entry("ben", "Two.")];
  await context.database.orm.insert(journalEntries).values(entries);
  const run = { signal: new AbortController().signal, progress() {} };
  await runSync(context, {}, run);
  await erased(service, "ada");

  const create = (body: object) => request("POST", "/api/v1/documents/", JSON.stringify(body));
  for (const more of [{}, { source: "api", source_id: "e1" }]) {
    const refused = await create({ user_id: "ada", text: "Again.", ...more });
    expect(refused.status).toBe(410);
    expect(await bodyOf(Problem, refused)).toMatchObject({ code: "user_erased", field: "/user_id" });
  }
  const items = [
    { user_id: "ada", text: "Again." },
    { user_id: "ben", text: "Three." },
    { user_id: "ada", text: "Again.", source_id: "e2" },
    { user_id: "ben", text: "Four.", source_id: "e3" },
  ];
  const bulk = await request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(items));
  const { created, results } = await bodyOf(BulkResult, bulk);
  expect(created).toBe(2);
  expect(results.map(({ error }) => error?.code)).toEqual([
    "user_erased",
    undefined,
    "user_erased",
    undefined,
  ]);

  // The product that keeps the journal writes it again all the same.
  const again = [entry("ada", "One."), entry("ben", "Five.")];
  await context.database.orm.insert(journalEntries).values(again);
  const refused = {
    created: 1,
    rejected_count: 1,
    rejected: [{ id: again[0]?.id, reason: expect.stringMatching(/erased/) }],
  };
  expect(await runSync(context, {}, run)).toMatchObject(refused);
  const pushed = await request(
    "POST",
    "/api/v1/sync/entries/",
    JSON.stringify({ ids: again.map(({ id }) => id) }),
  );
  expect(await bodyOf(SyncResult, pushed)).toMatchObject({ created: 0, unchanged: 1, rejected_count: 1 });
  expect(await runSync(context, { force: true }, run)).toMatchObject({ rejected_count: 1 });
  const rows = await context.database.orm.select().from(documents).where(eq(documents.userId, "ada"));
  expect(rows).toEqual([]);

  // Asked again it does no harm, and takes what came into the journal meanwhile.
  const first = await bodyOf(ErasureReceipt, await request("GET", "/api/v1/users/ada/erasure/"));
  const second = await erased(service, "ada");
  expect(second).toMatchObject({ state: "completed", remaining: NOTHING, requested_at: first.requested_at });
  expect(second.removed).toMatchObject({ documents: 1, journal_entries: 2 });
});

it("waits for what is being embedded, and for jobs that run", async () => {
  await using service = await openService();
  const { context, request } = service;
  const { embedder } = context.indexes.active;
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const embed = embedder.embed.bind(embedder);
  embedder.embed = async (texts, options) => {
    begin();
    await held;
    return embed(texts, options);
  };
  const body = JSON.stringify({ user_id: "ada", text: "The xylographer is busy." });
  await request("POST", "/api/v1/documents/", body);
  await begun;
  await request("DELETE", "/api/v1/users/ada/");
  const path = "/api/v1/users/ada/erasure/";
  const receipt = async () => bodyOf(ErasureReceipt, await request("GET", path));
  await until(async () => (await receipt()).error?.includes("being embedded") ?? false);
  expect(await receipt()).toMatchObject({ state: "running", completed_at: null });
  release();
  expect(await finished(service, "ada")).toMatchObject({ state: "completed", remaining: NOTHING });
  expect((await context.searchIndex.countUser("ada")).passages).toBe(0);
});

it("goes on with an erasure whose job was lost", async () => {
  await using service = await openService();
  const { context, request } = service;
  await request("POST", "/api/v1/documents/", JSON.stringify({ user_id: "ada", text: "One." }));
  await context.database.orm
    .insert(erasures)
    .values({ userId: "ada", state: "running", jobId: randomUUID(), requestedAt: new Date() });
  await resumeErasures(context);
  expect(await finished(service, "ada")).toMatchObject({ state: "completed", removed: { documents: 1 } });
});

it("has no receipt of a user whom nobody asked to erase, and takes one whom nobody knows", async () => {
  await using service = await openService();
  const { request } = service;
  const none = await request("GET", "/api/v1/users/nobody/erasure/");
  expect(none.status).toBe(404);
  expect((await bodyOf(Problem, none)).code).toBe("erasure_not_found");
  const long = "ü".repeat(200);
  expect(await erased(service, long)).toMatchObject({ state: "completed", removed: NOTHING });
  expect((await request("DELETE", `/api/v1/users/${"x".repeat(201)}/`)).status).toBe(400);
  expect((await request("DELETE", "/api/v1/users/%00/")).status).toBe(400);
  const exported = await request("GET", `/api/v1/users/${encodeURIComponent(long)}/export/`);
  expect((await bodyOf(UserExport, exported)).documents).toEqual([]);
});
