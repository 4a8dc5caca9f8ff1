import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BulkResult, EmbeddingList } from "@cosmic/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startChildService } from "./child-service.ts";
import { bodyOf, until } from "./test-service.ts";

const DOCUMENTS = 500;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-crash-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("completes every document exactly once though it was killed in the middle", async () => {
  // Long enough for several jobs: there has to be a middle.
  const documents = Array.from({ length: DOCUMENTS }, (_, i) => ({
    user_id: `writer-${i % 3}`,
    title: `Day ${i}`,
    text: `On day ${i} I wrote down what I had seen, and it was the number ${i * 7919}. `.repeat(6 + (i % 4)),
  }));

  const first = await startChildService(folder);
  const answer = await first.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
  const { results } = await bodyOf(BulkResult, answer);
  const ids = results.map((result) => result.id ?? "");
  expect(new Set(ids).size).toBe(DOCUMENTS);
  let completedBefore = 0;
  await until(async () => {
    const { data } = await first.client.GET("/api/v1/health/");
    completedBefore = data?.documents.completed ?? 0;
    return completedBefore > 50;
  }, 20);
  expect(completedBefore).toBeLessThan(DOCUMENTS);
  expect(await first.end("SIGKILL")).toBe("SIGKILL");

  const second = await startChildService(folder);
  await second.settled();
  const { data: health } = await second.client.GET("/api/v1/health/");
  expect(health?.documents).toEqual({ pending: 0, processing: 0, completed: DOCUMENTS, failed: 0 });

  // Rows, embeddings and index agree: each passage once, and none too many.
  const embeddings = new Map<string, number[]>();
  for (let url: string | null = "/api/v1/embeddings/?limit=200"; url; ) {
    const page: EmbeddingList = await bodyOf(EmbeddingList, await second.request("GET", url));
    for (const { document_id, ordinal } of page.results) {
      embeddings.set(document_id, [...(embeddings.get(document_id) ?? []), ordinal]);
    }
    url = page.next;
  }
  expect([...embeddings.keys()].sort()).toEqual(ids.toSorted());
  for (const ordinals of embeddings.values()) expect(ordinals).toEqual(ordinals.map((_, i) => i));
  const passages = [...embeddings.values()].reduce((sum, ordinals) => sum + ordinals.length, 0);
  expect(health?.index).toMatchObject({ documents: DOCUMENTS, passages });

  // And each can be found by the number that only it has.
  for (const i of [0, 123, 499]) {
    const { data } = await second.client.POST("/api/v1/search/", {
      body: { query: String(i * 7919), user_id: `writer-${i % 3}`, mode: "keyword" },
    });
    expect(data?.results[0]?.document_id).toBe(ids[i]);
  }
  expect(await second.end("SIGTERM")).toBe(0);
});
