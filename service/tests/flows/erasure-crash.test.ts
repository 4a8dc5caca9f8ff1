import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ErasureReceipt, JobSummary } from "@cosmic/contract";
import { expect, it, onTestFinished } from "vitest";
import { startChildService } from "./child-service.ts";
import { fillFolder } from "./fill-folder.ts";
import { bodyOf, until } from "./test-service.ts";

const DOCUMENTS = 6000;

it("goes on with an erasure though the process was killed in the middle, twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-erasure-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const documents = Array.from({ length: DOCUMENTS }, (_, i) => ({
    user_id: i % 2 ? "ben" : "ada",
    text: `text word${i}`,
    metadata: {},
    entry_date: "2026-01-31",
  }));
  await fillFolder(folder, documents);
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
  expect(new Set(Object.values(receipt.remaining ?? {}))).toEqual(new Set([0]));
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
