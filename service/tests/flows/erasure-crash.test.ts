import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ErasureReceipt, JobSummary } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import { startChildService } from "./child-service.ts";
import { bodyOf, until } from "./test-service.ts";

const DOCUMENTS = 6000;
const PART = 250;
const DIMENSION = 384;

/** Documents of two users as if they had been embedded: rows, states, rows of passages, and the index. */
async function fill(folder: string): Promise<void> {
  const log = createLog({ level: "error", pretty: false });
  const config = readConfig({ DATA_DIR: folder, EMBEDDING_WORKERS: "1" });
  await using context = await openContext(config, { command: "test", log, onDownload: () => {} });
  const { database, indexes, searchIndex } = context;
  const activeIndex = indexes.active;
  const idOf = (i: number) => `00000000-0000-7000-8000-${String(i).padStart(12, "0")}`;
  for (let first = 0; first < DOCUMENTS; first += PART) {
    await database.orm.execute(sql`
      WITH written AS (
        INSERT INTO documents (id, user_id, title, text, document_type, metadata, source, content_hash, created_at, updated_at)
        SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, (ARRAY['ada', 'ben'])[1 + i % 2], '',
          'text ' || i, 'journal_entry', '{}', 'api', '', now(), now()
        FROM generate_series(${first}::int, ${first + PART - 1}::int) i RETURNING id),
      states AS (INSERT INTO embedding_states (document_id, status, revision, changed_at)
        SELECT id, 'completed', 1, now() FROM written)
      INSERT INTO embeddings (document_id, index_id, ordinal, start, "end", tokens, created_at)
      SELECT id, ${activeIndex.id}, 0, 0, 4, 3, now() FROM written`);
    const vector = new Float32Array(DIMENSION);
    vector[first % DIMENSION] = 1;
    await searchIndex.replace(
      activeIndex.id,
      Array.from({ length: PART }, (_, k) => ({
        documentId: idOf(first + k),
        userId: (first + k) % 2 ? "ben" : "ada",
        attributes: { documentType: "journal_entry", metadata: {}, date: first },
        passages: [{ ordinal: 0, start: 0, end: 4, text: `text word${first + k}`, vector }],
      })),
    );
  }
}

it("goes on with an erasure though the process was killed in the middle, twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-erasure-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await fill(folder);
  const path = "/api/v1/users/ada";
  const half = DOCUMENTS / 2;
  type Child = Awaited<ReturnType<typeof startChildService>>;
  const receiptOf = async (service: Child) =>
    bodyOf(ErasureReceipt, await service.request("GET", `${path}/erasure/`));

  // Among the rows.
  const first = await startChildService(folder);
  expect((await first.request("DELETE", `${path}/`)).status).toBe(202);
  let middle = await receiptOf(first);
  await until(async () => {
    middle = await receiptOf(first);
    return middle.removed.documents > 0;
  }, 1);
  expect(await first.end("SIGKILL")).toBe("SIGKILL");
  expect(middle).toMatchObject({ state: "running", completed_at: null });

  // Among the passages of the index, or just behind.
  const second = await startChildService(folder);
  await until(async () => {
    const job = await second.request("GET", `/api/v1/jobs/${middle.job_id}/`);
    const { progress, state } = await bodyOf(JobSummary, job);
    return state === "completed" || (progress?.done ?? 0) >= 3;
  }, 1);
  expect(await second.end("SIGKILL")).toBe("SIGKILL");

  const third = await startChildService(folder);
  await until(async () => (await receiptOf(third)).state !== "running");
  const receipt = await receiptOf(third);
  expect(receipt.state).toBe("completed");
  expect(Object.values(receipt.remaining ?? {})).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(receipt.removed).toMatchObject({ documents: half, embeddings: half, index_passages: half });
  const { data: health } = await third.client.GET("/api/v1/health/");
  expect(health).toMatchObject({
    documents: { completed: half },
    index: { documents: half, passages: half },
  });
  const find = async (user_id: string, query: string) =>
    (await third.client.POST("/api/v1/search/", { body: { user_id, query, mode: "keyword" } })).data?.count;
  expect([await find("ada", "word100"), await find("ben", "word101")]).toEqual([0, 1]);
  expect(await third.end("SIGTERM")).toBe(0);
});
