import { BulkResult, NewApiKey, Patterns, SyncAccepted, TuningRun } from "@cosmic/contract";
import { Type } from "typebox";
import { expect } from "vitest";
import { runExperiment } from "./experiment-requests.ts";
import { addSmallSet, sendFiles } from "./small-datasets.ts";
import { bodyOf, type TestService, until } from "./test-service.ts";
import { topicEntries } from "./topic-entries.ts";
import { otherwisePairs } from "./tuning-pairs.ts";

type Asked = Pick<TestService, "address" | "client" | "request" | "settled">;

/** Of one nothing is ever erased by its id; the other is there to be erased. */
const KEPT = "ada";
const ERASED = "ben";

/** Lists, by the name of what is in them. */
const LISTS = {
  documents: `documents/?limit=8&user_id=${KEPT}`,
  embeddings: "embeddings/?limit=8",
  jobs: "jobs/?limit=8",
  experiments: "experiments/",
  datasets: "experiments/datasets/",
  tuning: "tuning/",
  indexes: "models/indexes/",
};

const Listed = Type.Object({ results: Type.Array(Type.Object({ id: Type.String() })) });
const Paged = Type.Object({ next: Type.String() });

/**
 * One of each kind of thing that requests can be about, so that they get past "there is none of this id". A key comes
 * last: from then on the service asks who it is.
 *
 * @returns by kind, what may be asked for
 */
export async function makeThings(service: Asked): Promise<Record<string, string[]>> {
  await writeJournals(service);
  const themes = await findThemes(service);
  await measureAndTune(service);
  const ids: Record<string, string[]> = {};
  for (const [name, list] of Object.entries(LISTS)) ids[name] = await idsOf(service, list);
  const cursors = [await cursorOf(service, "documents/?limit=1"), await cursorOf(service, "jobs/?limit=1")];
  const key = JSON.stringify({ name: "to be revoked", scopes: ["search"] });
  const { id } = await bodyOf(NewApiKey, await service.request("POST", "/api/v1/access/keys/", key));
  return { ...ids, themes, cursors, keys: [id], erased: [ERASED], users: [KEPT, ERASED] };
}

async function writeJournals({ request, settled }: Asked): Promise<void> {
  const documents = [
    ...topicEntries(KEPT, "running", 40, { mood: "proud" }),
    ...topicEntries(KEPT, "baking", 40),
    ...topicEntries(ERASED, "baking", 5),
  ];
  const answer = await request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
  expect(await bodyOf(BulkResult, answer)).toMatchObject({ created: documents.length, failed: 0 });
  await settled();
}

/** @returns their ids */
async function findThemes({ request, client }: Asked): Promise<string[]> {
  const user = JSON.stringify({ user_id: KEPT });
  const { job_id: id } = await bodyOf(SyncAccepted, await request("POST", "/api/v1/patterns/", user));
  await until(async () => {
    const { data } = await client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } });
    return data?.state === "completed";
  });
  const { themes } = await bodyOf(Patterns, await request("GET", `/api/v1/patterns/?user_id=${KEPT}`));
  return themes.map((theme) => theme.id);
}

async function measureAndTune(service: Asked): Promise<void> {
  for (const kind of ["retrieval", "clustering"] as const) await addSmallSet(service.address, kind);
  const { id: dataset_id } = await addSmallSet(service.address, "similarity");
  const experiment = await runExperiment(service, { name: "small", kind: "similarity", dataset_id });
  expect(experiment.state).toBe("completed");
  const pairs = otherwisePairs().map((pair) => `${JSON.stringify(pair)}\n`);
  const sent = await sendFiles(
    service.address,
    { name: "otherwise", kind: "pairs" },
    { pairs: pairs.join("") },
  );
  const asked = {
    name: "otherwise",
    pairs: { source: "dataset", dataset_id: (await bodyOf(Identified, sent)).id },
    parameters: { epochs: 2, learning_rate: 0.003 },
  };
  const started = await service.request("POST", "/api/v1/tuning/", JSON.stringify(asked));
  const { id } = await bodyOf(Identified, started);
  await until(async () => {
    const run = await bodyOf(TuningRun, await service.request("GET", `/api/v1/tuning/${id}/`));
    if (run.state === "failed") throw new Error(run.error ?? "the tuning failed");
    return run.state === "completed";
  });
}

const Identified = Type.Object({ id: Type.String() });

async function idsOf({ request }: Asked, list: string): Promise<string[]> {
  const { results } = await bodyOf(Listed, await request("GET", `/api/v1/${list}`));
  return results.map(({ id }) => id);
}

async function cursorOf({ request }: Asked, list: string): Promise<string> {
  const { next } = await bodyOf(Paged, await request("GET", `/api/v1/${list}`));
  return new URLSearchParams(next.split("?")[1]).get("cursor") ?? "";
}
