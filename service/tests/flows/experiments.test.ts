import { Experiment } from "@cosmic/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addSmallSet } from "./small-datasets.ts";
import { bodyOf, startTestService, type TestService, until } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
}, 60_000);
afterAll(() => service?.stop());

async function run(body: object): Promise<Experiment> {
  const answer = await service.request("POST", "/api/v1/experiments/", JSON.stringify(body));
  const created = await bodyOf(Experiment, answer);
  let now = created;
  await until(async () => {
    now = await bodyOf(Experiment, await service.request("GET", `/api/v1/experiments/${created.id}/`));
    return now.state !== "pending" && now.state !== "running";
  });
  return now;
}

it("measures retrieval", async () => {
  const dataset = await addSmallSet(service.address, "retrieval");
  console.log(dataset);
  const done = await run({ name: "first", kind: "retrieval", dataset_id: dataset.id });
  console.log(JSON.stringify(done, null, 1));
  expect(done.state).toBe("completed");
  const [artefact] = done.artefacts;
  console.log(await (await service.request("GET", artefact?.url ?? "")).text());
});

it.each(["similarity", "clustering", "throughput"] as const)("measures %s", async (kind) => {
  const dataset = kind === "throughput" ? undefined : await addSmallSet(service.address, kind);
  const done = await run({ name: kind, kind, parameters: kind === "throughput" ? {sample: 96} : {}, ...(dataset && { dataset_id: dataset.id }) });
  console.log(JSON.stringify(done, null, 1));
  expect(done.state).toBe("completed");
});
