import { type Experiment, ExperimentComparison, ExperimentList, Problem } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEventsOf } from "./event-reader.ts";
import { postExperiment, readArtefact, runExperiment } from "./experiment-requests.ts";
import { type OpenService, openService } from "./open-service.ts";
import { addSmallSet } from "./small-datasets.ts";
import { bodyOf } from "./test-service.ts";

let service: OpenService;
beforeAll(async () => {
  service = await openService();
}, 120_000);
afterAll(() => service?.[Symbol.asyncDispose]());

const metric = ({ metrics }: Experiment, name: string) => metrics.find((it) => it.name === name);

async function problem(answer: Promise<Response>) {
  const { status, code, field } = await bodyOf(Problem, await answer);
  return { status, code, field };
}

describe("retrieval", () => {
  let hybrid: Experiment;
  let keyword: Experiment;
  let dataset: string;
  beforeAll(async () => {
    dataset = (await addSmallSet(service.address, "retrieval")).id;
    const run = (mode: string) =>
      runExperiment(service, { name: mode, kind: "retrieval", dataset_id: dataset, parameters: { mode } });
    using events = await readEventsOf(service.address);
    hybrid = await run("hybrid");
    const told = (state: string) =>
      events.seen((messages) =>
        messages.some((it) => it.type === "job" && it.name === "run-experiment" && it.state === state),
      );
    await told("active");
    await told("completed");
    keyword = await run("keyword");
  }, 120_000);

  it("finds what the shipped model finds, and says with what it was measured", () => {
    expect(hybrid).toMatchObject({
      state: "completed",
      dataset: { id: dataset, name: "retrieval" },
      user_id: null,
      measured: 8,
      model: "all-MiniLM-L6-v2",
      parameters: { mode: "hybrid", passage_tokens: 64, top_k: 10, sample: null, seed: 1 },
      identity: { name: "all-MiniLM-L6-v2", dimension: 384, passages: { size: 64 } },
      service_version: "0.1.0",
      error: null,
    });
    expect(hybrid.machine?.cores).toBeGreaterThan(0);
    expect(hybrid.seconds?.prepare).toBeGreaterThan(0);
    expect(metric(hybrid, "recall@10")).toMatchObject({ value: 1, low: 1, high: 1, better: "higher" });
    const ndcg = metric(hybrid, "nDCG@10");
    expect(ndcg?.value).toBeGreaterThan(0.8);
    expect(ndcg?.low).toBeLessThan(ndcg?.value ?? 0);
  });

  it("keeps what each query found, from which the figures follow", async () => {
    const rows = await readArtefact(service, hybrid);
    expect(rows).toHaveLength(8);
    expect(rows[2]).toMatchObject({
      id: "q2",
      answers: { "garden-0": 1 },
      scores: { "hit@1": 1 },
      ranked: ["garden-0", ...Array.from({ length: 9 }, () => expect.any(String))],
    });
  });

  it("leaves nothing in the index or among the documents of users", async () => {
    const { data } = await service.client.GET("/api/v1/health/");
    expect(data?.documents.completed).toBe(0);
    expect(data?.index).toMatchObject({ documents: 0, passages: 0 });
    await expect(service.context.searchIndex.describe(`experiment_${hybrid.id}`)).rejects.toMatchObject({
      code: "index_unavailable",
    });
  });

  it("gives the same figures again, and none of a sample that the seed did not choose", async () => {
    const body = { name: "part", kind: "retrieval", dataset_id: dataset, parameters: { sample: 4, seed: 7 } };
    const [one, other] = [await runExperiment(service, body), await runExperiment(service, body)];
    expect(one.measured).toBe(4);
    expect(one.metrics).toEqual(other.metrics);
    expect(await readArtefact(service, one)).toEqual(await readArtefact(service, other));
    const answer = await service.request("GET", `/api/v1/experiments/${one.id}/compare/?with=${hybrid.id}`);
    expect((await bodyOf(ExperimentComparison, answer)).paired).toBe(4);
  });

  it("compares two runs query by query", async () => {
    const path = `/api/v1/experiments/${hybrid.id}/compare/?with=${keyword.id}`;
    const compared = await bodyOf(ExperimentComparison, await service.request("GET", path));
    expect(compared).toMatchObject({ kind: "retrieval", paired: 8, one: { name: "hybrid" } });
    const ndcg = compared.differences.find(({ name }) => name === "nDCG@10");
    expect(ndcg?.one).toBe(metric(hybrid, "nDCG@10")?.value);
    expect(ndcg?.other).toBe(metric(keyword, "nDCG@10")?.value);
    expect(ndcg?.difference).toBeCloseTo((ndcg?.one ?? 0) - (ndcg?.other ?? 0), 10);
    // The questions say things in other words than the lines do, so words alone find less.
    expect(ndcg?.low).toBeGreaterThan(0);
    expect(ndcg?.p).toBeLessThan(0.05);
  });

  it("refuses to compare what has nothing in common", async () => {
    const compare = (id: string, other: string) =>
      problem(service.request("GET", `/api/v1/experiments/${id}/compare/?with=${other}`));
    const pairs = await addSmallSet(service.address, "similarity", "pairs for nothing");
    const other = await runExperiment(service, { name: "other", kind: "similarity", dataset_id: pairs.id });
    expect(await compare(hybrid.id, other.id)).toMatchObject({ status: 409, code: "conflict" });
    expect(await compare(hybrid.id, hybrid.id.replace(/....$/, "0000"))).toMatchObject({
      status: 404,
      code: "experiment_not_found",
    });
  });

  it("is listed by kind, state and dataset, page by page", async () => {
    const list = async (query: string) =>
      bodyOf(ExperimentList, await service.request("GET", `/api/v1/experiments/?${query}`));
    const all = await list(`dataset_id=${dataset}`);
    const ids = all.results.map(({ id }) => id);
    expect(ids.at(-1)).toBe(hybrid.id);
    expect(ids).toEqual(ids.toSorted().reverse());
    const first = await list(`dataset_id=${dataset}&limit=1`);
    expect(first.count).toBe(ids.length);
    const second = await bodyOf(ExperimentList, await service.request("GET", first.next ?? ""));
    expect(second.results.map(({ id }) => id)).toEqual([ids[1]]);
    const back = await bodyOf(ExperimentList, await service.request("GET", second.previous ?? ""));
    expect(back.results.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list("state=failed")).count).toBe(0);
    expect(await problem(service.request("GET", "/api/v1/experiments/?cursor=x"))).toMatchObject({
      code: "invalid_cursor",
    });
  });

  it("keeps a dataset while there is a run on it, and goes with its artefact", async () => {
    const path = `/api/v1/experiments/datasets/${dataset}/`;
    expect(await problem(service.request("DELETE", path))).toMatchObject({ status: 409, code: "conflict" });
    const [artefact] = keyword.artefacts;
    const { results } = await bodyOf(
      ExperimentList,
      await service.request("GET", `/api/v1/experiments/?dataset_id=${dataset}`),
    );
    for (const { id } of results) {
      expect((await service.request("DELETE", `/api/v1/experiments/${id}/`)).status).toBe(204);
    }
    expect(await problem(service.request("GET", artefact?.url ?? ""))).toMatchObject({
      code: "experiment_not_found",
    });
    expect((await service.request("DELETE", path)).status).toBe(204);
    expect(await problem(service.request("GET", path))).toMatchObject({ code: "dataset_not_found" });
    const { objects } = service.context;
    expect(await Array.fromAsync(objects.list("checkpoints", `experiments/${keyword.id}`))).toEqual([]);
    expect(await Array.fromAsync(objects.list("datasets", `datasets/${dataset}`))).toEqual([]);
  });
});

it("measures whether cosines order pairs as people did", async () => {
  const { id } = await addSmallSet(service.address, "similarity");
  const done = await runExperiment(service, { name: "pairs", kind: "similarity", dataset_id: id });
  expect(done).toMatchObject({ state: "completed", measured: 8, parameters: { mode: null, top_k: null } });
  expect(metric(done, "Spearman")?.value).toBeGreaterThan(0.8);
  expect(metric(done, "Pearson")?.value).toBeGreaterThan(0.7);
  expect((await readArtefact(service, done))[0]).toMatchObject({ id: "1", score: 4.8 });
});

it("measures how themes fit labels", async () => {
  const { id } = await addSmallSet(service.address, "clustering");
  const done = await runExperiment(service, { name: "labels", kind: "clustering", dataset_id: id });
  expect(done).toMatchObject({ state: "completed", measured: 24 });
  expect(metric(done, "V-measure")?.value).toBeGreaterThan(0.6);
  expect(metric(done, "outliers")).toMatchObject({ better: "lower" });
});

it("measures how fast texts are embedded, with or without a dataset", async () => {
  const body = { name: "speed", kind: "throughput", parameters: { sample: 48 } };
  const done = await runExperiment(service, body);
  expect(done).toMatchObject({ state: "completed", dataset: null, measured: 2 });
  for (const { low, value, high } of done.metrics) {
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(high);
  }
  const { id } = await addSmallSet(service.address, "similarity", "texts to embed");
  const ofPairs = await runExperiment(service, { ...body, dataset_id: id });
  expect(await readArtefact(service, ofPairs)).toMatchObject([{ texts: 16 }]);
});

it("refuses what does not go together", async () => {
  const { id } = await addSmallSet(service.address, "similarity", "of another kind");
  const refused = (body: object) => problem(postExperiment(service, { name: "wrong", ...body }));
  const similarity = { kind: "similarity", dataset_id: id };
  expect(await refused({ ...similarity, parameters: { mode: "hybrid" } })).toEqual({
    status: 400,
    code: "unknown_field",
    field: "/parameters/mode",
  });
  expect(await refused({ kind: "retrieval", dataset_id: id })).toMatchObject({
    code: "invalid_value",
    field: "/dataset_id",
  });
  expect(await refused({ kind: "retrieval" })).toMatchObject({ code: "missing_field", field: "/dataset_id" });
  expect(await refused({ kind: "retrieval", dataset_id: "nothing" })).toMatchObject({
    status: 404,
    code: "dataset_not_found",
  });
  expect(await refused({ ...similarity, parameters: { index: "idx_none" } })).toMatchObject({
    status: 404,
    code: "index_not_found",
  });
  expect(await refused({ ...similarity, parameters: { sample: 0 } })).toMatchObject({ status: 400 });
  expect(await refused({ kind: "beauty" })).toMatchObject({ code: "invalid_value", field: "/kind" });
});

it("fails with the reason when the sample is too small for themes", async () => {
  const { id } = await addSmallSet(service.address, "clustering", "too few");
  const body = { name: "few", kind: "clustering", dataset_id: id, parameters: { sample: 5 } };
  const done = await runExperiment(service, body);
  expect(done).toMatchObject({ state: "failed", metrics: [], artefacts: [] });
  expect(done.error).toMatch(/need 20 texts; the sample has 5/);
});
