import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, expect, it } from "vitest";
import { ROOT } from "../../src/config.ts";
import { startTestService, until } from "./test-service.ts";

const FIXTURES = join(ROOT, "service/tests/fixtures");
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Folders of releases, each with what one of them left behind. */
const releases = (await readdir(FIXTURES)).filter((name) => name.startsWith("release-"));

it.each(releases)(
  "opens what %s left behind: nothing is lost, nothing is embedded again",
  async (release) => {
    const folder = await folderOf(release);
    const service = await startTestService({ DATA_DIR: folder });
    try {
      const { client } = service;
      const { data: health } = await client.GET("/api/v1/health/");
      expect(health?.documents).toEqual({ pending: 0, processing: 0, completed: 12, failed: 0 });
      expect(health?.index).toMatchObject({ id: "idx_54812a2eb0a9", documents: 12, passages: 16 });
      expect(health?.reconciliation).toBeNull();

      const query = { query: "playing an instrument until I was exhausted", user_id: "ada" };
      const { data: found } = await client.POST("/api/v1/search/", { body: query });
      // Title and cosine as that release answered.
      expect(
        found?.results.map(({ title, score }) => [title, Math.round((score ?? 0) * 1000) / 1000]).slice(0, 3),
      ).toEqual([
        ["The exam", 0.38],
        ["A walk by the sea", 0.27],
        ["Night shift", 0.192],
      ]);
      const { data: jobs } = await client.GET("/api/v1/jobs/", {});
      expect(jobs?.results.map(({ name, state }) => `${name} ${state}`)).toContain(
        "embed-documents completed",
      );

      const body = { user_id: "ada", text: "The first entry under the new program." };
      await client.POST("/api/v1/documents/", { body });
      await service.settled();
      const { data: accepted } = await client.POST("/api/v1/models/reconcile/");
      const path = { id: accepted?.job_id ?? "" };
      await until(
        async () =>
          (await client.GET("/api/v1/jobs/{id}/", { params: { path } })).data?.state === "completed",
      );
      const { data: after } = await client.GET("/api/v1/health/");
      expect(after?.reconciliation).toMatchObject({ compared: 13, queued: 0, removed: 0 });
    } finally {
      await service.stop();
    }
  },
);

/** A data folder as that release had it. */
async function folderOf(release: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-upgrade-"));
  folders.push(folder);
  const read = async (name: string) => gunzipSync(await readFile(join(FIXTURES, release, name)));
  const pglite = await PGlite.create(join(folder, "database"));
  await pglite.exec((await read("database.sql.gz")).toString());
  await pglite.close();
  await mkdir(join(folder, "index"));
  const files = (await readdir(join(FIXTURES, release))).filter((name) => name.endsWith(".sqlite.gz"));
  for (const file of files)
    await writeFile(join(folder, "index", file.replace(/\.gz$/, "")), await read(file));
  return folder;
}
