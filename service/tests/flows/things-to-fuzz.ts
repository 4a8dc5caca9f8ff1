import { BulkResult, NewApiKey, Patterns, SyncAccepted } from "@cosmic/contract";
import { Type } from "typebox";
import { expect } from "vitest";
import { runExperiment } from "./experiment-requests.ts";
import { addSmallSet } from "./small-datasets.ts";
import { bodyOf, type TestService, until } from "./test-service.ts";
import { topicEntries } from "./topic-entries.ts";

type Asked = Pick<TestService, "address" | "client" | "request" | "settled">;

/** Of one nothing is erased by its id; the other is there to be erased. */
export const USERS = { kept: "ada", erased: "ben" };

const LISTS = [
  "documents/?limit=5",
  "embeddings/?limit=5",
  "jobs/?limit=5",
  "experiments/",
  "experiments/datasets/",
  "models/indexes/",
];

const Listed = Type.Object({ results: Type.Array(Type.Object({ id: Type.String() })) });

/**
 * One of each kind of thing that requests can be about, so that they get past "there is none of this id". A key comes
 * last: from then on the service asks who it is.
 *
 * @returns ids that may be asked for
 */
export async function makeThings(service: Asked): Promise<string[]> {
  await writeJournals(service);
  const themes = await findThemes(service);
  for (const kind of ["retrieval", "clustering", "pairs"] as const) await addSmallSet(service.address, kind);
  const { id: dataset_id } = await addSmallSet(service.address, "similarity");
  const experiment = await runExperiment(service, { name: "small", kind: "similarity", dataset_id });
  expect(experiment.state).toBe("completed");
  const listed = await Promise.all(LISTS.map((list) => idsOf(service, list)));
  const key = { name: "to be revoked", scopes: ["search"] };
  const { id } = await bodyOf(
    NewApiKey,
    await service.request("POST", "/api/v1/access/keys/", JSON.stringify(key)),
  );
  return [...listed.flat(), ...themes, id, USERS.erased];
}

async function writeJournals({ request, settled }: Asked): Promise<void> {
  const documents = [
    ...topicEntries(USERS.kept, "running", 40, { mood: "proud" }),
    ...topicEntries(USERS.kept, "baking", 40),
    ...topicEntries(USERS.erased, "baking", 5),
  ];
  const answer = await request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
  expect(await bodyOf(BulkResult, answer)).toMatchObject({ created: documents.length, failed: 0 });
  await settled();
}

/** @returns their ids */
async function findThemes({ request, client }: Asked): Promise<string[]> {
  const user = JSON.stringify({ user_id: USERS.kept });
  const { job_id: id } = await bodyOf(SyncAccepted, await request("POST", "/api/v1/patterns/", user));
  await until(async () => {
    const { data } = await client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } });
    return data?.state === "completed";
  });
  const { themes } = await bodyOf(Patterns, await request("GET", `/api/v1/patterns/?user_id=${USERS.kept}`));
  return themes.map((theme) => theme.id);
}

async function idsOf({ request }: Asked, list: string): Promise<string[]> {
  const { results } = await bodyOf(Listed, await request("GET", `/api/v1/${list}`));
  return results.map(({ id }) => id);
}
