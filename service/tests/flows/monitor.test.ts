import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JobList, JobSummary, Problem } from "@cosmic/contract";
import { Type } from "typebox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { Overview } from "../../src/monitor/overview.ts";
import { type RunningMonitor, startMonitor } from "../../src/monitor/start.ts";
import { type OpenContext, openContext } from "../../src/open-context.ts";
import { startProcessRegistration } from "../../src/processes/register.ts";
import { freePort } from "../servers/free-port.ts";
import { bodyOf, startTestService, until } from "./test-service.ts";

const PAGE_FILES = new URL("../../src/monitor/page/", import.meta.url);

const kind = (name: string) => ({
  name,
  payload: Type.Object({ note: Type.Optional(Type.String()) }),
  attempts: 1,
  backoffSeconds: 1,
  maxBackoffSeconds: 1,
  timeoutSeconds: 600,
  concurrency: 1,
});
const slow = kind("slow");
const broken = kind("broken");
const never = kind("never");

describe("the monitor", () => {
  const cleanUp = new AsyncDisposableStack();
  const warnings: string[] = [];
  let context: OpenContext;
  let monitor: RunningMonitor;
  let mended = false;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosmic-monitor-"));
    cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
    const config = readConfig({ DATA_DIR: folder, MONITOR_PORT: "0", EMBEDDING_WORKERS: "1" });
    const write = (line: string) => void warnings.push(JSON.parse(line).msg);
    const log = createLog({ level: "warn", pretty: false }, { write });
    context = cleanUp.use(await openContext(config, { command: "test", log, onDownload: () => {} }));
    cleanUp.use(startProcessRegistration(context));
    monitor = cleanUp.use(await startMonitor(context));
    await context.queue.work(slow, async (_payload, { signal, progress }) => {
      progress(3, 10, "embedding");
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      signal.throwIfAborted();
    });
    await context.queue.work(broken, async () => {
      if (!mended) throw new Error("<b>not</b> today");
      return { mended };
    });
  });
  afterAll(() => cleanUp.disposeAsync());

  const at = (path: string) => `${monitor.address}${path}`;
  const own = () => ({ "sec-fetch-site": "same-origin", origin: `${monitor.address}` });
  const post = (path: string, headers: Record<string, string> = own()) =>
    fetch(at(path), { method: "POST", headers });
  const overview = async () => bodyOf(Overview, await fetch(at("/overview/")));
  const job = async (id: string) => bodyOf(JobSummary, await fetch(at(`/api/v1/jobs/${id}/`)));
  const reached = (id: string, state: JobSummary["state"]) =>
    until(async () => (await job(id)).state === state);

  it("serves every file of its page, and none that the page does not need", async () => {
    for (const name of await readdir(PAGE_FILES)) {
      const response = await fetch(at(name === "index.html" ? "/" : `/${name}`));
      expect([name, response.status]).toEqual([name, name.endsWith(".d.ts") ? 404 : 200]);
      if (response.ok) expect((await response.text()).length).toBeGreaterThan(100);
    }
    const first = await fetch(at("/main.js"));
    const etag = first.headers.get("etag") ?? "";
    expect((await fetch(at("/main.js"), { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  it("lets its page ask nobody else, and run nothing but its own files", async () => {
    const response = await fetch(at("/"));
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    // Nothing in it would be refused: neither scripts or styles inside it, nor files from elsewhere.
    const page = await response.text();
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|https?:\/\//);
    expect((await fetch(at("/overview/"))).headers.get("cache-control")).toBe("no-store");
  });

  it("says how it stands with queues and workers", async () => {
    const active = await context.queue.enqueue(slow, { note: "first" });
    const waiting = await context.queue.enqueue(slow, { note: "second" });
    await reached(active, "active");
    await until(async () => (await job(active)).progress !== undefined);
    expect((await job(active)).progress).toEqual({ done: 3, total: 10, message: "embedding" });
    await until(async () => ((await overview()).workers ?? []).length === 1);
    const seen = await overview();
    expect(seen.queue).toBe("database");
    expect(seen.queues.find(({ name }) => name === "slow")).toMatchObject({
      waiting: 1,
      active: 1,
      failed: 0,
    });
    expect(seen.totals).toMatchObject({ waiting: 1, active: 1 });
    expect(seen.workers).toMatchObject([{ pid: process.pid, alive: true }]);
    await context.queue.cancel(waiting);
    await context.queue.cancel(active);
    expect((await overview()).totals).toMatchObject({ waiting: 0, active: 0 });
    await until(async () => (await overview()).totals.cancelled === 2);
  });

  it("cancels a task that runs, and one that waits", async () => {
    const active = await context.queue.enqueue(slow, {});
    await reached(active, "active");
    const waiting = await context.queue.enqueue(never, {});
    for (const id of [active, waiting]) {
      const response = await post(`/api/v1/jobs/${id}/cancel/`);
      expect(response.status).toBe(202);
      expect((await bodyOf(JobSummary, response)).state).toBe("cancelled");
    }
    const again = await post(`/api/v1/jobs/${active}/cancel/`);
    expect([again.status, (await bodyOf(Problem, again)).code]).toEqual([409, "job_already_ended"]);
  });

  it("runs a failed task again", async () => {
    const id = await context.queue.enqueue(broken, {});
    await reached(id, "failed");
    expect((await job(id)).error).toBe("<b>not</b> today");
    mended = true;
    expect((await post(`/api/v1/jobs/${id}/retry/`)).status).toBe(202);
    await reached(id, "completed");
    expect((await job(id)).result).toEqual({ mended: true });
    expect((await post(`/api/v1/jobs/${id}/retry/`)).status).toBe(409);
  });

  it("refuses what comes from pages of others", async () => {
    const id = await context.queue.enqueue(never, {});
    const others: Record<string, string>[] = [
      { origin: "https://example.org", "sec-fetch-site": "cross-site" },
      { origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" },
      { origin: "https://example.org" },
      { origin: "null" },
      {},
    ];
    for (const headers of others) {
      for (const action of ["cancel", "retry"]) {
        const response = await post(`/api/v1/jobs/${id}/${action}/`, headers);
        expect(response.status).toBe(403);
        expect((await bodyOf(Problem, response)).detail).toMatch(/own page|page of the service itself/);
      }
    }
    expect((await job(id)).state).toBe("waiting");
  });

  it("turns pages of a filtered history, newest first", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift(await context.queue.enqueue(never, { note: `<i>${i}</i>` }));
    const seen: string[] = [];
    let path = "/api/v1/jobs/?state=waiting&name=never&limit=2";
    for (;;) {
      const { results, next } = await bodyOf(JobList, await fetch(at(path)));
      seen.push(...results.map(({ id }) => id));
      if (next === null) break;
      path = next;
    }
    expect(seen.slice(0, 5)).toEqual(ids);
  });

  it("is done without, with a warning, where its port is taken and other roles go on", async () => {
    const port = Number(new URL(monitor.address ?? "").port);
    const config = { ...context.config, monitor: { port } };
    await using second = await startMonitor({ ...context, config });
    expect(second.address).toBeUndefined();
    expect(warnings.join()).toMatch(/monitor .*is in use by another program\. Set MONITOR_PORT/);
    const alone = { ...context, config: { ...config, roles: new Set(["monitor"] as const) } };
    await expect(startMonitor(alone)).rejects.toMatchObject({ code: "invalid_configuration" });
  });
});

describe("the whole service", () => {
  it("has the monitor on a port of its own, with this process in it", async () => {
    const port = await freePort();
    const service = await startTestService({ MONITOR_PORT: String(port), EMBEDDING_WORKERS: "1" });
    const ask = async () => bodyOf(Overview, await fetch(`http://127.0.0.1:${port}/overview/`));
    await until(async () => ((await ask()).workers ?? []).length === 1);
    const listed = await service.client.GET("/api/v1/jobs/workers/");
    expect(listed.data?.results.map(({ id }) => id)).toEqual((await ask()).workers?.map(({ id }) => id));
    await service.stop();
    await expect(ask()).rejects.toThrow();
  });
});
