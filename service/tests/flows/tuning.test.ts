import { Dataset, Feedback, ModelIndex, Problem, TuningRun, UserExport } from "@cosmic/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readAdapter } from "../../src/tuning/adapter/adapter.ts";
import { sendFiles } from "./small-datasets.ts";
import { bodyOf, startTestService, type TestService, until } from "./test-service.ts";
import { otherwisePairs, unrelatedPairs } from "./tuning-pairs.ts";

const QUICK = { epochs: 8, learning_rate: 0.003 };

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ SEARCH_FEEDBACK: "true" });
}, 60_000);
afterAll(() => service?.stop());

async function upload(name: string, pairs: readonly object[], user?: string): Promise<Dataset> {
  const lines = pairs.map((pair) => JSON.stringify(pair)).join("\n");
  const query = { name, kind: "pairs", ...(user === undefined ? {} : { user_id: user }) };
  const answer = await sendFiles(service.address, query, { pairs: lines });
  expect(answer.status).toBe(201);
  return bodyOf(Dataset, answer);
}

const get = async (id: string) => bodyOf(TuningRun, await service.request("GET", `/api/v1/tuning/${id}/`));

async function ended(id: string): Promise<TuningRun> {
  let run = await get(id);
  await until(async () => {
    run = await get(id);
    return run.state !== "pending" && run.state !== "running";
  });
  return run;
}

async function train(body: object): Promise<TuningRun> {
  const answer = await service.request("POST", "/api/v1/tuning/", JSON.stringify(body));
  expect(answer.status).toBe(202);
  return ended((await bodyOf(TuningRun, answer)).id);
}

async function refused(method: string, path: string, body?: object): Promise<Problem> {
  const answer = await service.request(method, `/api/v1${path}`, body && JSON.stringify(body));
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return bodyOf(Problem, answer);
}

async function activeIndex(): Promise<ModelIndex | undefined> {
  const { data } = await service.client.GET("/api/v1/models/indexes/");
  return data?.results.find(({ state }) => state === "active");
}

async function search(user_id: string, query: string) {
  const { data } = await service.client.POST("/api/v1/search/", {
    body: { user_id, query, mode: "semantic", top_k: 10 },
  });
  return data;
}

it("learns what the base does not know, and searches use it until it is taken back", async () => {
  const pairs = otherwisePairs();
  const asked = pairs[0] ?? { query: "", document: "" };
  await service.client.POST("/api/v1/documents/bulk_create/", {
    body: { documents: pairs.map(({ document }) => ({ user_id: "ann", text: document })) },
  });
  await service.settled();
  const dataset = await upload("otherwise", pairs);
  expect(dataset).toMatchObject({ kind: "pairs", items: pairs.length });

  const run = await train({
    name: "otherwise",
    pairs: { source: "dataset", dataset_id: dataset.id },
    parameters: QUICK,
  });
  expect(run).toMatchObject({ state: "completed", verdict: "gain", error: null, users: 0 });
  expect(run.epochs.map(({ epoch }) => epoch)).toEqual(run.epochs.map((_, i) => i));
  expect(run.metrics[0]).toMatchObject({ name: "nDCG@10" });
  expect(run.metrics[0]?.difference.low).toBeGreaterThan(0);
  const { training_pairs = 0, validation_pairs = 0, test_pairs = 0 } = run.counts ?? {};
  expect(training_pairs + validation_pairs + test_pairs).toBe(pairs.length);

  const [checkpoint, card] = run.files;
  const file = await (await service.request("GET", checkpoint?.url ?? "")).arrayBuffer();
  expect(file.byteLength).toBe(checkpoint?.bytes);
  expect(readAdapter(Buffer.from(file), 384).kind).toBe("whole");
  expect(await (await service.request("GET", card?.url ?? "")).text()).toContain("may be activated");

  const before = await activeIndex();
  const base = await search("ann", asked.query);
  const activated = await service.request("POST", `/api/v1/tuning/${run.id}/activate/`);
  expect(activated.status).toBe(200);
  const index = await bodyOf(ModelIndex, activated);
  expect(index).toMatchObject({ state: "active", base_index: before?.id, tuning_id: run.id });
  const tuned = await search("ann", asked.query);
  expect(tuned?.model).toBe("all-MiniLM-L6-v2 + otherwise");
  const isOfNext = (text: string) => text.includes(asked.document.split(" ").at(-2) ?? "");
  const right = (answer: typeof base) => answer?.results.filter(({ text }) => isOfNext(text)).length ?? 0;
  expect(right(tuned)).toBeGreaterThan(right(base) + 5);

  // What is written now is found at once, with either.
  await service.client.POST("/api/v1/documents/", { body: { user_id: "ann", text: "A walrus on the ice." } });
  await service.settled();
  expect((await service.client.GET("/api/v1/health/")).data?.index).toMatchObject({ id: index.id });
  expect(await refused("DELETE", `/models/indexes/${before?.id}/`)).toMatchObject({ code: "conflict" });
  expect(await refused("DELETE", `/tuning/${run.id}/`)).toMatchObject({ code: "conflict" });

  await service.request("POST", "/api/v1/models/rollback/");
  expect(await activeIndex()).toMatchObject({ id: before?.id });
  const back = await search("ann", asked.query);
  const ids = (answer: typeof base) => answer?.results.map(({ document_id }) => document_id);
  expect(ids(back)).toEqual(ids(base));
  expect((await search("ann", "walrus"))?.results[0]?.text).toContain("walrus");
  expect((await service.request("DELETE", `/api/v1/models/indexes/${index.id}/`)).status).toBe(200);
  expect((await service.request("DELETE", `/api/v1/tuning/${run.id}/`)).status).toBe(204);
  expect((await service.request("GET", checkpoint?.url ?? "")).status).toBe(404);
});

it("says so when nothing is gained, and does not let it be activated", async () => {
  const dataset = await upload("unrelated", unrelatedPairs());
  const run = await train({
    name: "unrelated",
    pairs: { source: "dataset", dataset_id: dataset.id },
    parameters: { rank: 4, epochs: 3 },
  });
  expect(run).toMatchObject({ state: "completed", verdict: "no_gain" });
  expect(await refused("POST", `/tuning/${run.id}/activate/`)).toMatchObject({
    code: "no_gain",
    status: 409,
  });
  expect(await refused("DELETE", `/experiments/datasets/${dataset.id}/`)).toMatchObject({ code: "conflict" });
});

it("fails with a reason when there are too few pairs", async () => {
  const dataset = await upload("few", otherwisePairs().slice(0, 12));
  const run = await train({ name: "few", pairs: { source: "dataset", dataset_id: dataset.id } });
  expect(run).toMatchObject({ state: "failed", verdict: null });
  expect(run.error).toContain("12 pairs");
});

it("is cancelled", async () => {
  const dataset = await upload("long", otherwisePairs());
  const answer = await service.request(
    "POST",
    "/api/v1/tuning/",
    JSON.stringify({
      name: "long",
      pairs: { source: "dataset", dataset_id: dataset.id },
      parameters: { epochs: 200, learning_rate: 1e-7 },
    }),
  );
  const { id, job_id } = await bodyOf(TuningRun, answer);
  await until(async () => (await get(id)).epochs.length > 1);
  expect((await service.request("POST", `/api/v1/tuning/${id}/cancel/`)).status).toBe(202);
  expect(await get(id)).toMatchObject({ state: "cancelled", files: [] });
  await until(async () => {
    const { data } = await service.client.GET("/api/v1/jobs/{id}/", {
      params: { path: { id: job_id ?? "" } },
    });
    return data?.state === "cancelled" || data?.state === "completed";
  });
  expect(await get(id)).toMatchObject({ state: "cancelled", verdict: null });
  expect(await refused("POST", `/tuning/${id}/cancel/`)).toMatchObject({ code: "conflict" });
});

it("refuses what does not go together", async () => {
  const post = (body: object) => refused("POST", "/tuning/", { name: "x", ...body });
  expect(await post({ pairs: { source: "dataset" } })).toMatchObject({ field: "/pairs/dataset_id" });
  expect(await post({ pairs: { source: "titles", dataset_id: "y" } })).toMatchObject({
    code: "unknown_field",
  });
  expect(await post({ base: "idx_none", pairs: { source: "titles" } })).toMatchObject({
    code: "index_not_found",
  });
  const lines = await sendFiles(
    service.address,
    { name: "bad", kind: "pairs" },
    { pairs: '{"query": "a"}\n' },
  );
  expect(await bodyOf(Problem, lines)).toMatchObject({ code: "invalid_dataset" });
});

it("learns from feedback, and forgets it with the user, active or not", async () => {
  const pairs = otherwisePairs();
  const { data: made } = await service.client.POST("/api/v1/documents/bulk_create/", {
    body: { documents: pairs.map(({ document }) => ({ user_id: "eve", text: document })) },
  });
  await service.settled();
  for (const [i, { query }] of pairs.entries()) {
    const body = { user_id: "eve", query, document_id: made?.results[i]?.id ?? "", helpful: true };
    const said = await service.request("POST", "/api/v1/search/feedback/", JSON.stringify(body));
    expect(await bodyOf(Feedback, said)).toMatchObject(body);
  }
  const stranger = { user_id: "ann", query: "q", document_id: made?.results[0]?.id, helpful: true };
  expect(await refused("POST", "/search/feedback/", stranger)).toMatchObject({ code: "document_not_found" });
  const exported = await service.request("GET", "/api/v1/users/eve/export/");
  expect((await bodyOf(UserExport, exported)).search_feedback).toHaveLength(pairs.length);

  const base = await activeIndex();
  const run = await train({ name: "eve's", pairs: { source: "feedback" }, parameters: QUICK });
  expect(run).toMatchObject({ verdict: "gain", users: 1 });
  await service.request("POST", `/api/v1/tuning/${run.id}/activate/`);
  expect(await activeIndex()).toMatchObject({ tuning_id: run.id });

  await service.client.DELETE("/api/v1/users/{id}/", { params: { path: { id: "eve" } } });
  const receipt = async () =>
    (await service.client.GET("/api/v1/users/{id}/erasure/", { params: { path: { id: "eve" } } })).data;
  await until(async () => (await receipt())?.state !== "running");
  expect(await receipt()).toMatchObject({
    state: "completed",
    removed: { search_feedback: pairs.length, adapters: 1 },
  });
  expect(await activeIndex()).toMatchObject({ id: base?.id });
  expect((await service.request("GET", `/api/v1/tuning/${run.id}/`)).status).toBe(404);
  expect((await service.client.GET("/api/v1/models/indexes/")).data?.results).toHaveLength(1);
  const late = { user_id: "eve", query: "q", document_id: made?.results[0]?.id, helpful: true };
  expect(await refused("POST", "/search/feedback/", late)).toMatchObject({ code: "user_erased" });
  expect(
    await refused("POST", "/tuning/", { name: "x", pairs: { source: "titles", user_id: "eve" } }),
  ).toMatchObject({ code: "user_erased" });
}, 60_000);
