import { text } from "node:stream/consumers";
import {
  BulkResult,
  Dataset,
  DatasetList,
  ErasureReceipt,
  Experiment,
  ExperimentComparison,
  Problem,
  UserExport,
} from "@cosmic/contract";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, it } from "vitest";
import { userPrefix } from "../../src/users/object-prefix.ts";
import { postExperiment, readArtefact, readExperiment, runExperiment } from "./experiment-requests.ts";
import { type OpenService, openService } from "./open-service.ts";
import { bodyOf, until } from "./test-service.ts";

const ADA = "ada/lovelace";
const COUNT = 30;

let service: OpenService;
beforeAll(async () => {
  service = await openService();
  const documents = ["ada/lovelace", "ben"].flatMap((user_id) =>
    Array.from({ length: COUNT }, (_, i) => ({
      user_id,
      text: `It was an ordinary day again. In the cabinet of ${user_id} lay specimen number ${i * 7919} of the collection.`,
    })),
  );
  const answer = await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
  expect((await bodyOf(BulkResult, answer)).failed).toBe(0);
  await service.settled();
}, 120_000);
afterAll(() => service?.[Symbol.asyncDispose]());

const drawn = (known: object, more: object = {}) => ({
  name: "known items",
  kind: "retrieval",
  known_items: { user_id: ADA, consent: true, size: 20, ...known },
  ...more,
});

/** Everything of the user in the object store. */
async function objectsOf(userId: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const { objects } = service.context;
  for (const bucket of ["datasets", "checkpoints", "uploads"] as const) {
    for await (const { key } of objects.list(bucket, userPrefix(userId))) {
      const content = await objects.get(bucket, key);
      if (content) found.set(`${bucket}/${key}`, await text(content));
    }
  }
  return found;
}

let first: Experiment;

it("are drawn only with consent, from somebody who has documents, and for retrieval", async () => {
  const refused = async (body: object) => bodyOf(Problem, await postExperiment(service, body));
  expect(await refused(drawn({ consent: false }))).toMatchObject({
    status: 400,
    code: "consent_missing",
    field: "/known_items/consent",
  });
  expect(await refused(drawn({ user_id: "nobody" }))).toMatchObject({ code: "invalid_value" });
  expect(await refused(drawn({}, { kind: "similarity" }))).toMatchObject({ field: "/known_items" });
  const { consent: _, ...silent } = drawn({}).known_items;
  expect(await refused({ ...drawn({}), known_items: silent })).toMatchObject({ code: "missing_field" });
  const list = await service.request("GET", "/api/v1/experiments/datasets/");
  expect((await bodyOf(DatasetList, list)).count).toBe(0);
});

it("are found by their own words, among the documents of this user alone", async () => {
  first = await runExperiment(service, drawn({}));
  expect(first).toMatchObject({ state: "completed", user_id: ADA, measured: 20 });
  expect(first.metrics.find(({ name }) => name === "recall@10")?.value).toBeGreaterThan(0.9);
  const dataset = await bodyOf(
    Dataset,
    await service.request("GET", `/api/v1/experiments/datasets/${first.dataset?.id}/`),
  );
  expect(dataset).toMatchObject({ source: "known_items", user_id: ADA, items: 20, documents: COUNT });
  expect(Date.parse(dataset.consented_at ?? "")).toBeGreaterThan(Date.now() - 3600_000);
  const rows = JSON.stringify(await readArtefact(service, first));
  const { data } = await service.client.GET("/api/v1/documents/", { params: { query: { user_id: "ben" } } });
  for (const { id } of data?.results ?? []) expect(rows).not.toContain(id);
  const { data: health } = await service.client.GET("/api/v1/health/");
  expect(health?.index?.documents).toBe(2 * COUNT);
});

it("are kept as places, and no words of the user with them", async () => {
  const kept = await objectsOf(ADA);
  expect(kept.size).toBe(2);
  for (const content of kept.values()) expect(content).not.toMatch(/specimen|cabinet|collection|ordinary/);
});

it("can be asked again in another way, without those whose document was changed", async () => {
  const [row] = await readArtefact(service, first);
  const { id } = Value.Parse(Type.Object({ id: Type.String() }), row);
  await service.client.PATCH("/api/v1/documents/{id}/", {
    params: { path: { id } },
    body: { text: "Everything is other now than it was." },
  });
  await service.settled();
  const again = await runExperiment(service, {
    name: "semantic",
    kind: "retrieval",
    dataset_id: first.dataset?.id,
    parameters: { mode: "semantic" },
  });
  expect(again).toMatchObject({ state: "completed", user_id: ADA, measured: 19 });
  const path = `/api/v1/experiments/${again.id}/compare/?with=${first.id}`;
  expect((await bodyOf(ExperimentComparison, await service.request("GET", path))).paired).toBe(19);
});

it("are part of what a user takes along", async () => {
  const path = `/api/v1/users/${encodeURIComponent(ADA)}/export/`;
  const exported = await bodyOf(UserExport, await service.request("GET", path));
  expect(exported.datasets.map(({ id }) => id)).toEqual([first.dataset?.id]);
  expect(exported.experiments.map(({ name }) => name)).toEqual(["known items", "semantic"]);
  const other = await bodyOf(UserExport, await service.request("GET", "/api/v1/users/ben/export/"));
  expect(other).toMatchObject({ datasets: [], experiments: [] });
});

it("go with the user, also while they are being measured", async () => {
  const running = await bodyOf(Experiment, await postExperiment(service, drawn({ size: 5 })));
  await until(async () => (await readExperiment(service, running.id)).state !== "pending");
  const path = `/api/v1/users/${encodeURIComponent(ADA)}`;
  await service.request("DELETE", `${path}/`);
  let receipt: ErasureReceipt | undefined;
  await until(async () => {
    receipt = await bodyOf(ErasureReceipt, await service.request("GET", `${path}/erasure/`));
    return receipt.state !== "running";
  });
  expect(receipt?.state).toBe("completed");
  // Three runs on two draws.
  expect(receipt?.removed.experiments).toBe(5);
  expect(await objectsOf(ADA)).toEqual(new Map());
  for (const { id } of [running, first]) {
    expect((await service.request("GET", `/api/v1/experiments/${id}/`)).status).toBe(404);
    await expect(service.context.searchIndex.describe(`experiment_${id}`)).rejects.toMatchObject({
      code: "index_unavailable",
    });
  }
  expect(await bodyOf(Problem, await postExperiment(service, drawn({})))).toMatchObject({
    code: "user_erased",
  });
}, 240_000);
