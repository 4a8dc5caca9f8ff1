import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JobSummary, Patterns, SyncAccepted } from "@cosmic/contract";
import { expect, it, onTestFinished } from "vitest";
import { type ChildService, startChildService } from "./child-service.ts";
import { fillFolder } from "./fill-folder.ts";
import { bodyOf, until } from "./test-service.ts";

/** Just enough for the slower way. */
const DOCUMENTS = 160;
const QUIET = { THEMES_CRON: "0 0 1 1 *" };

const patterns = async (service: ChildService) =>
  bodyOf(Patterns, await service.request("GET", "/api/v1/patterns/?user_id=ada"));
const jobOf = async (service: ChildService, id: string) =>
  bodyOf(JobSummary, await service.request("GET", `/api/v1/jobs/${id}/`));

async function start(folder: string): Promise<ChildService> {
  const service = await startChildService(folder, QUIET);
  onTestFinished(async () => void (await service.end("SIGKILL")));
  return service;
}

async function begin(service: ChildService): Promise<string> {
  const body = JSON.stringify({ user_id: "ada" });
  const { job_id } = await bodyOf(SyncAccepted, await service.request("POST", "/api/v1/patterns/", body));
  await until(async () => ((await jobOf(service, job_id)).progress?.done ?? 0) > 5, 10);
  return job_id;
}

it("finds themes whole or not at all: cancelled, then killed in the middle", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-themes-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await fillFolder(
    folder,
    Array.from({ length: DOCUMENTS }, (_, i) => ({
      ...{ user_id: "ada", text: `Day ${i}.`, metadata: {}, entry_date: "2026-01-31" },
    })),
  );

  const first = await start(folder);
  const cancelled = await begin(first);
  expect((await patterns(first)).job).toMatchObject({ id: cancelled, state: "active" });
  expect((await first.request("POST", `/api/v1/jobs/${cancelled}/cancel/`)).status).toBe(202);
  await until(async () => (await jobOf(first, cancelled)).state === "cancelled");
  expect(await patterns(first)).toMatchObject({ state: "none", job: null, themes: [] });

  const killed = await begin(first);
  expect(killed).not.toBe(cancelled);
  expect(await first.end("SIGKILL")).toBe("SIGKILL");

  const second = await start(folder);
  await until(async () => (await jobOf(second, killed)).state === "completed");
  const found = await patterns(second);
  expect(found).toMatchObject({ state: "found", documents: DOCUMENTS, changed_since: 0, job: null });
  const inThemes = found.themes.reduce((sum, { documents }) => sum + documents, 0);
  expect(inThemes + found.outliers).toBe(DOCUMENTS);
  expect(await second.end("SIGTERM")).toBe(0);
  // The thread yields to everything else there is.
}, 300_000);
