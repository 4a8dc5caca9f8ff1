import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSqliteIndex } from "../../src/ports/search-index/sqlite/create.ts";
import { type ChildService, startChildService } from "./child-service.ts";
import { until } from "./test-service.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-reconcile-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ORPHAN = "01890000-0000-7000-8000-000000000000";

it("finds what the index lacks and what only the index has, and mends both", async () => {
  let service = await startChildService(folder);
  const documents = ["A walk by the sea.", "The exam is over.", "Soup for dinner."].map((text) => ({
    user_id: "r",
    text,
  }));
  const created = await service.client.POST("/api/v1/documents/bulk_create/", { body: { documents } });
  await service.settled();
  const { data: before } = await service.client.GET("/api/v1/health/");
  expect(before?.reconciliation).toBeNull();
  await service.end("SIGTERM");

  const lost = created.data?.results[1]?.id ?? "";
  await damage(before?.index.id ?? "", lost);

  service = await startChildService(folder);
  expect(await find(service)).not.toContain(lost);
  const report = await reconcile(service);
  expect(report).toMatchObject({ compared: 4, queued: 1, removed: 1 });
  await service.settled();
  expect(await find(service)).toContain(lost);
  expect(await reconcile(service)).toMatchObject({ compared: 3, queued: 0, removed: 0 });
  const { data: after } = await service.client.GET("/api/v1/health/");
  expect(after?.index).toMatchObject({ documents: 3, passages: 3 });
  await service.end("SIGTERM");
});

/** Takes a document out of the index and puts one in that nobody has. */
async function damage(indexId: string, lost: string): Promise<void> {
  const index = createSqliteIndex({ folder: join(folder, "index") });
  await index.remove([lost]);
  const vector = new Float32Array(384);
  vector[0] = 1;
  await index.replace(indexId, [
    {
      documentId: ORPHAN,
      userId: "r",
      attributes: { documentType: "note", metadata: {}, date: 0 },
      passages: [{ ordinal: 0, start: 0, end: 4, text: "gone", vector }],
    },
  ]);
  await index.close();
}

async function find({ client }: ChildService): Promise<string[]> {
  const { data } = await client.POST("/api/v1/search/", { body: { query: "exam", user_id: "r" } });
  return data?.results.map((hit) => hit.document_id) ?? [];
}

async function reconcile({ client }: ChildService) {
  const { data: accepted } = await client.POST("/api/v1/models/reconcile/");
  const id = accepted?.job_id ?? "";
  await until(async () => {
    const { data } = await client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } });
    return data?.state === "completed";
  });
  return (await client.GET("/api/v1/health/")).data?.reconciliation;
}
