import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestService } from "./test-service.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-damaged-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("starts with a damaged search index, says so, and builds it again on demand", async () => {
  const first = await startTestService({ DATA_DIR: folder });
  const body = { user_id: "u", text: "The lighthouse keeper waved at us." };
  const { data: document } = await first.client.POST("/api/v1/documents/", { body });
  await first.settled();
  await first.stop();
  for (const file of await readdir(join(folder, "index"))) {
    await writeFile(join(folder, "index", file), "this is no database ".repeat(500));
  }

  const second = await startTestService({ DATA_DIR: folder, LOG_LEVEL: "silent" });
  const search = { body: { query: "lighthouse", user_id: "u" } };
  const refused = await second.client.POST("/api/v1/search/", search);
  expect(refused.response.status).toBe(503);
  expect(refused.error).toMatchObject({
    code: "index_unavailable",
    detail: expect.stringContaining("recreate-index"),
  });
  const health = (await second.client.GET("/api/v1/health/")).data;
  expect(health?.status).toBe("degraded");
  const listed = (await second.client.GET("/api/v1/documents/")).data;
  expect(listed?.results.map(({ id }) => id)).toEqual([document?.id]);

  const recreated = await second.client.POST("/api/v1/models/recreate_index/");
  expect(recreated.data?.queued).toBe(1);
  await second.settled();
  const found = await second.client.POST("/api/v1/search/", search);
  expect(found.data?.results.map((hit) => hit.document_id)).toEqual([document?.id]);
  expect((await second.client.GET("/api/v1/health/")).data?.status).toBe("ok");
  await second.stop();
});
