import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ErasureReceipt } from "@cosmic/contract";
import { percentile } from "../service/src/experiments/metrics/percentile.ts";
import { type ChildService, startChildService } from "../service/tests/flows/child-service.ts";
import { fillFolder } from "../service/tests/flows/fill-folder.ts";
import { bodyOf, until } from "../service/tests/flows/test-service.ts";
import { type Row, report, round } from "./report.ts";
import { makeTexts } from "./texts.ts";

const DOCUMENTS = 10_000;
const PASSAGES = 3;
const REQUESTS = 40;
const HOURS = 3_600_000;
const MOODS = ["calm", "sad", "glad", "tired"];

/** Insights, export and erasure of one user with 10,000 documents over eight years, beside another with as many. */
export async function benchInsights(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-bench-"));
  try {
    const now = Date.now();
    const documents = makeTexts(2 * DOCUMENTS, 146.5).map((text, i) => ({
      user_id: i % 2 ? "other" : "user",
      text,
      metadata: { mood: MOODS[i % MOODS.length] },
      entry_date: new Date(now - (i / 2) * 7 * HOURS).toISOString(),
    }));
    await fillFolder(folder, documents, PASSAGES);
    const service = await startChildService(folder);
    try {
      report("insights", [...(await insights(service)), ...(await exports(service)), await erasure(service)]);
    } finally {
      await service.end("SIGTERM");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function insights(service: ChildService): Promise<Row[]> {
  const rows: Row[] = [];
  const zone = "time_zone=Europe/Berlin";
  for (const path of [
    `on-this-day/?${zone}`,
    `timeline/?step=month&${zone}`,
    `timeline/?step=day&${zone}`,
    `streaks/?${zone}`,
    "echoes/",
  ]) {
    const times: number[] = [];
    for (let i = 0; i < REQUESTS; i++) {
      const started = performance.now();
      const url = `/api/v1/insights/${path}${path.includes("?") ? "&" : "?"}user_id=user`;
      const answer = await service.request("GET", url);
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
      times.push(performance.now() - started);
    }
    const at = (share: number) => round(percentile(times, share));
    rows.push({ what: path, "p50 ms": at(0.5), "p95 ms": at(0.95), "most ms": at(1), note: "" });
  }
  return rows;
}

async function exports(service: ChildService): Promise<Row[]> {
  const rows: Row[] = [];
  for (const format of ["json", "markdown"]) {
    const before = await residentBytes(service.pid);
    const started = performance.now();
    const answer = await service.request("GET", `/api/v1/users/user/export/?format=${format}`);
    let [bytes, most] = [0, before];
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      most = Math.max(most, await residentBytes(service.pid));
    }
    const note = `${round(bytes / 2 ** 20)} MB; resident at most ${round((most - before) / 2 ** 20)} MB more than before`;
    rows.push({
      what: `export ${format}`,
      "p50 ms": round(performance.now() - started),
      "p95 ms": "",
      "most ms": "",
      note,
    });
  }
  return rows;
}

async function erasure(service: ChildService): Promise<Row> {
  const started = performance.now();
  await service.request("DELETE", "/api/v1/users/user/");
  let longest = 0;
  await until(async () => {
    const asked = performance.now();
    const receipt = await bodyOf(ErasureReceipt, await service.request("GET", "/api/v1/users/user/erasure/"));
    longest = Math.max(longest, performance.now() - asked);
    return receipt.state !== "running";
  });
  const note = `the longest that another request waited: ${Math.round(longest)} ms`;
  return { what: "erasure", "p50 ms": round(performance.now() - started), "p95 ms": "", "most ms": "", note };
}

/** 0 where there is no /proc. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}
