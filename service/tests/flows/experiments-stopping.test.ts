import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dataset, Experiment, JobSummary } from "@cosmic/contract";
import { expect, it, onTestFinished } from "vitest";
import { startChildService } from "./child-service.ts";
import { experimentEnded, postExperiment, readExperiment, runExperiment } from "./experiment-requests.ts";
import { largerSet } from "./larger-set.ts";
import { openService } from "./open-service.ts";
import { sendFiles } from "./small-datasets.ts";
import { bodyOf, type TestService, until } from "./test-service.ts";

const DOCUMENTS = 200;

async function addLarger({ address }: Pick<TestService, "address">): Promise<string> {
  const sent = await sendFiles(address, { name: "larger", kind: "retrieval" }, largerSet(DOCUMENTS));
  return (await bodyOf(Dataset, sent)).id;
}

/** Resolves when it has embedded a part. */
async function begun(service: Pick<TestService, "request">, id: string): Promise<void> {
  let now = await readExperiment(service, id);
  await until(async () => {
    now = await readExperiment(service, id);
    return now.progress !== null || now.ended_at !== null;
  });
  expect(now.state).toBe("running");
}

it("is cancelled while it waits or runs, leaves nothing behind, and can be run again", async () => {
  await using service = await openService();
  const dataset_id = await addLarger(service);
  const start = async (name: string) =>
    bodyOf(Experiment, await postExperiment(service, { name, kind: "retrieval", dataset_id }));
  const [first, second] = [await start("first"), await start("second")];
  await begun(service, first.id);
  const cancel = (id: string) => service.request("POST", `/api/v1/experiments/${id}/cancel/`);
  expect((await service.request("DELETE", `/api/v1/experiments/${first.id}/`)).status).toBe(409);
  for (const { id } of [second, first]) {
    const answer = await cancel(id);
    expect(answer.status).toBe(202);
    expect((await bodyOf(Experiment, answer)).state).toBe("cancelled");
  }
  expect((await cancel(first.id)).status).toBe(409);
  const { searchIndex, objects } = service.context;
  const indexOf = (id: string) => searchIndex.describe(`experiment_${id}`).catch(() => undefined);
  await until(async () => (await indexOf(first.id)) === undefined);
  expect(await indexOf(second.id)).toBeUndefined();
  expect(await Array.fromAsync(objects.list("checkpoints", ""))).toEqual([]);
  expect(await readExperiment(service, second.id)).toMatchObject({ state: "cancelled", started_at: null });

  const { job_id } = await readExperiment(service, second.id);
  const retried = await service.request("POST", `/api/v1/jobs/${job_id}/retry/`);
  expect((await bodyOf(JobSummary, retried)).state).not.toBe("cancelled");
  await until(async () => (await readExperiment(service, second.id)).state === "completed");
  expect((await readExperiment(service, first.id)).state).toBe("cancelled");
}, 240_000);

it("goes on after a crash, and measures what it would have measured without", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-experiments-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const start = async () => {
    const service = await startChildService(folder, { EMBEDDING_WORKERS: "1" });
    onTestFinished(async () => void (await service.end("SIGKILL")));
    return service;
  };
  const first = await start();
  const body = { name: "killed", kind: "retrieval", dataset_id: await addLarger(first) };
  const { id } = await bodyOf(Experiment, await postExperiment(first, body));
  await begun(first, id);
  expect(await first.end("SIGKILL")).toBe("SIGKILL");

  const second = await start();
  const killed = await experimentEnded(second, id);
  expect(killed).toMatchObject({ state: "completed", measured: 10 });
  const whole = await runExperiment(second, { ...body, name: "whole" });
  expect(killed.metrics).toEqual(whole.metrics);
  expect(await second.end("SIGTERM")).toBe(0);
  const left = (await readdir(join(folder, "index"))).filter((file) => file.startsWith("experiment"));
  expect(left).toEqual([]);
}, 240_000);
