import { BulkResult, type DocumentCreate, Patterns, ThemeDetail } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleEntries } from "../../../sample/sample-entries.ts";
import { bodyOf, startTestService, type TestService, until } from "./test-service.ts";
import { type Topic, topicEntries } from "./topic-entries.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ EMBEDDING_WORKERS: "2" });
});
afterAll(() => service?.stop());

/** @returns the ids of the documents, which are embedded by then */
async function add(documents: readonly DocumentCreate[]): Promise<string[]> {
  const answer = await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
  const { results } = await bodyOf(BulkResult, answer);
  await service.settled();
  return results.map(({ id }) => id ?? "");
}

const get = (path: string) => service.request("GET", `/api/v1/patterns/${path}`);
const patterns = async (user_id: string) => bodyOf(Patterns, await get(`?user_id=${user_id}`));

async function find(user_id: string): Promise<Patterns> {
  const { data } = await service.client.POST("/api/v1/patterns/", { body: { user_id } });
  await until(async () => {
    const id = data?.job_id ?? "";
    const job = await service.client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } });
    if (job.data?.state === "failed") throw new Error(job.data.error);
    return job.data?.state === "completed";
  });
  return patterns(user_id);
}

const detail = async (user_id: string, id: string, query = "") =>
  bodyOf(ThemeDetail, await get(`themes/${id}/?user_id=${user_id}${query}`));

const words: Record<Topic, RegExp> = {
  running: /run|race|leg/,
  baking: /dough|bread|loaf/,
  guitar: /guitar|chord/,
};
/** The theme whose words are of the topic. */
const about = ({ themes }: Patterns, topic: Topic) => {
  const theme = themes.find(({ terms }) => words[topic].test(terms.slice(0, 3).join(" ")));
  if (!theme) throw new Error(`no theme about ${topic}: ${themes.map(({ label }) => label).join("; ")}`);
  return theme;
};

function sampleOf(user_id: string): DocumentCreate[] {
  return sampleEntries(new Date("2026-11-29")).map(({ title, text, mood, entryDate }) => ({
    ...{ user_id, title, text, entry_date: entryDate.toISOString() },
    metadata: mood === null ? {} : { mood },
  }));
}

describe("themes of the sample journal and of more", () => {
  it("x", async () => {
    await add([
      ...sampleOf("ada"),
      ...topicEntries("ada", "running", 25, { mood: "proud" }),
      ...topicEntries("ada", "baking", 25),
    ]);
    const found = await find("ada");
    console.log(
      found.themes.map(({ label, documents, trend, moods }) => [
        label,
        documents,
        trend.direction,
        moods.length,
      ]),
    );
    console.log(found.outliers, found.documents, found.groups);
    const running = about(found, "running");
    console.log(JSON.stringify(await detail("ada", running.id), null, 1));
    const again = await find("ada");
    expect(again.themes.map(({ id }) => id)).toEqual(found.themes.map(({ id }) => id));
    const [added] = await add([
      { user_id: "ada", text: "A long run along the river today, ready for the race." },
    ]);
    const { data: map } = await service.client.GET("/api/v1/patterns/map/", {
      params: { query: { user_id: "ada" } },
    });
    console.log(
      map?.results.find(({ document_id }) => document_id === added),
      map?.count,
    );
    console.log((await patterns("ada")).changed_since);
  });
});
