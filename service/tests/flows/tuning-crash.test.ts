import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dataset, TuningRun } from "@cosmic/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChildService, startChildService } from "./child-service.ts";
import { sendFiles } from "./small-datasets.ts";
import { bodyOf, until } from "./test-service.ts";
import { otherwisePairs } from "./tuning-pairs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-tuning-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const get = async (service: ChildService, id: string) =>
  bodyOf(TuningRun, await service.request("GET", `/api/v1/tuning/${id}/`));

it("begins again after a kill in the middle, and leaves searches to the base when its checkpoint is gone", async () => {
  const first = await startChildService(folder);
  const pairs = otherwisePairs().map((pair) => JSON.stringify(pair));
  const files = { pairs: pairs.join("\n") };
  const dataset = await bodyOf(Dataset, await sendFiles(first.address, { name: "p", kind: "pairs" }, files));
  const request = {
    name: "killed",
    pairs: { source: "dataset", dataset_id: dataset.id },
    parameters: { epochs: 12, learning_rate: 0.003 },
  };
  const { id } = await bodyOf(
    TuningRun,
    await first.request("POST", "/api/v1/tuning/", JSON.stringify(request)),
  );
  await until(async () => (await get(first, id)).epochs.length > 1);
  expect(await first.end("SIGKILL")).toBe("SIGKILL");

  const second = await startChildService(folder);
  await until(async () => (await get(second, id)).state === "completed");
  const run = await get(second, id);
  expect(run.verdict).toBe("gain");
  expect(run.epochs.map(({ epoch }) => epoch)).toEqual(run.epochs.map((_, i) => i));
  expect((await second.request("POST", `/api/v1/tuning/${id}/activate/`)).status).toBe(200);
  expect(await second.end("SIGTERM")).toBe(0);

  const third = await startChildService(folder);
  expect((await third.client.GET("/api/v1/health/")).data?.index.model).toBe("all-MiniLM-L6-v2 + killed");
  expect(await third.end("SIGKILL")).toBe("SIGKILL");

  // Without its adapter it is not the model any more: the base, which has all vectors, takes its place.
  await rm(join(folder, "objects", "checkpoints"), { recursive: true });
  const fourth = await startChildService(folder, { LOG_LEVEL: "error" });
  const { data } = await fourth.client.GET("/api/v1/models/indexes/");
  expect(data?.results.find(({ state }) => state === "active")).toMatchObject({ tuning_id: null });
  const again = await fourth.request("POST", `/api/v1/tuning/${id}/activate/`);
  expect(again.status).toBe(500);
  expect(await fourth.end("SIGTERM")).toBe(0);
}, 120_000);
