import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BulkResult } from "@cosmic/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChildService, startChildService } from "./child-service.ts";
import { bodyOf, until } from "./test-service.ts";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-retention-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const documents = [
  { document_type: "chat", text: "We spoke of the harbour.", entry_date: daysAgo(40) },
  { document_type: "chat", text: "The harbour was cold today.", entry_date: daysAgo(20) },
  { document_type: "chat", text: "No date, so it counts from now: harbour.", entry_date: null },
  { document_type: "diary", text: "An old diary of the harbour.", entry_date: daysAgo(400) },
  { document_type: "letter", text: "A letter about the harbour.", entry_date: daysAgo(400) },
].map((document) => ({ ...document, user_id: "ada" }));

async function texts({ client }: ChildService): Promise<string[]> {
  const { data } = await client.GET("/api/v1/documents/", { params: { query: { user_id: "ada" } } });
  return (data?.results ?? []).map(({ text }) => text).toSorted();
}

it("deletes what is older than its type is kept, from the index too, and takes in no more of it", async () => {
  const before = await startChildService(folder);
  const { failed } = await bodyOf(
    BulkResult,
    await before.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify({ documents })),
  );
  expect(failed).toBe(0);
  await before.settled();
  expect(await texts(before)).toHaveLength(5);
  await before.end("SIGTERM");

  const service = await startChildService(folder, { DOCUMENT_RETENTION_DAYS: "chat=30,letter=500,*=365" });
  const kept = [
    "A letter about the harbour.",
    "No date, so it counts from now: harbour.",
    "The harbour was cold today.",
  ];
  await until(async () => (await texts(service)).length === kept.length);
  expect(await texts(service)).toEqual(kept);
  for (const mode of ["keyword", "semantic"] as const) {
    const body = { query: "harbour", user_id: "ada", mode, top_k: 10 };
    const { data } = await service.client.POST("/api/v1/search/", { body });
    expect(data?.results.map(({ text }) => text).toSorted(), mode).toEqual(kept);
  }

  const again = documents.slice(0, 2).map((document) => ({ ...document, text: `${document.text} Again.` }));
  const { results } = await bodyOf(
    BulkResult,
    await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify({ documents: again })),
  );
  expect(results.map(({ error }) => error?.code)).toEqual(["retention_passed", undefined]);
  const alone = await service.request("POST", "/api/v1/documents/", JSON.stringify(documents[0]));
  expect(alone.status).toBe(400);
  expect(await alone.json()).toMatchObject({ code: "retention_passed" });

  const { data: jobs } = await service.client.GET("/api/v1/jobs/", {
    params: { query: { name: "expire-documents" } },
  });
  await service.end("SIGTERM");
  expect(jobs?.results.map(({ result }) => result)).toContainEqual({
    deleted: { chat: 1, letter: 0, "*": 1 },
  });
});
