import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startChildService } from "./child-service.ts";
import { readArtefact, runExperiment } from "./experiment-requests.ts";
import { filesHolding } from "./files-holding.ts";
import { addSmallSet } from "./small-datasets.ts";

const ENCRYPTED = { ENCRYPTION_KEY: randomBytes(32).toString("base64") };
/** Of a text, of a question and of the ids in the small sets, and in nothing else. */
const RARE = ["flooded cellar", "snails destroyed the salad", "sleep-3"];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-files-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it("keeps no dataset and no artefact readable in any file, and works with both", async () => {
  const folder = await newFolder();
  const service = await startChildService(folder, ENCRYPTED);
  const dataset = await addSmallSet(service.address, "retrieval");
  const done = await runExperiment(service, { name: "sealed", kind: "retrieval", dataset_id: dataset.id });
  expect(done.state).toBe("completed");
  const artefact = await readArtefact(service, done);
  expect(JSON.stringify(artefact)).toContain(RARE[2]);
  await service.end("SIGTERM");
  for (const words of RARE) expect(await filesHolding(folder, words), words).toEqual([]);
});

it("goes on with a dataset that was there before the key", async () => {
  const folder = await newFolder();
  const before = await startChildService(folder);
  const { id } = await addSmallSet(before.address, "similarity");
  await before.end("SIGTERM");
  const service = await startChildService(folder, ENCRYPTED);
  const done = await runExperiment(service, { name: "before", kind: "similarity", dataset_id: id });
  expect(done.state).toBe("completed");
  await service.end("SIGTERM");
});
