import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../src/config.ts";
import { startTestService, type TestService, until } from "../flows/test-service.ts";

const PROMTOOL = process.env.TEST_PROMTOOL ?? "";
const without = PROMTOOL ? "" : " (TEST_PROMTOOL is not set)";
const FOLDER = join(ROOT, "deploy/monitoring");
/** Figures that Prometheus itself makes. */
const OWN = new Set(["up", "ALERTS"]);

/** Grafana puts the chosen Prometheus in its place. */
const CHOSEN = `$\{datasource}`;

const Grid = Type.Object({ x: Type.Integer(), y: Type.Integer(), w: Type.Integer(), h: Type.Integer() });
const Panel = Type.Object({
  id: Type.Integer(),
  type: Type.Enum(["row", "timeseries", "stat"]),
  title: Type.String({ minLength: 1 }),
  gridPos: Grid,
  datasource: Type.Optional(Type.Object({ type: Type.Literal("prometheus"), uid: Type.Literal(CHOSEN) })),
  targets: Type.Optional(
    Type.Array(
      Type.Object({ refId: Type.String(), expr: Type.String({ minLength: 1 }), legendFormat: Type.String() }),
      { minItems: 1 },
    ),
  ),
});
const Dashboard = Type.Object({
  uid: Type.String(),
  title: Type.String(),
  schemaVersion: Type.Integer({ minimum: 39 }),
  templating: Type.Object({
    list: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), query: Type.String() })),
  }),
  panels: Type.Array(Panel),
});
const Rules = Type.Object({
  groups: Type.Array(
    Type.Object({
      rules: Type.Array(
        Type.Object({
          alert: Type.String(),
          expr: Type.String(),
          annotations: Type.Object({ summary: Type.String(), action: Type.String() }),
        }),
      ),
    }),
  ),
});

let service: TestService;
let metrics = "";
beforeAll(async () => {
  service = await startTestService();
  const document = { user_id: "someone-to-count", text: "A walk along the river before work." };
  await service.client.POST("/api/v1/documents/", { body: document });
  await service.settled();
  await service.client.POST("/api/v1/search/", { body: { query: "water", user_id: document.user_id } });
  await service.request("GET", "/api/v1/no-such-thing/?user=someone-to-count");
  const { data } = await service.client.POST("/api/v1/sync/", { body: {} });
  const path = { id: data?.job_id ?? "" };
  await until(async () => {
    const job = await service.client.GET("/api/v1/jobs/{id}/", { params: { path } });
    return job.data?.state === "completed";
  });
  const response = await service.request("GET", "/metrics");
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  metrics = await response.text();
});
afterAll(() => service.stop());

describe("/metrics", () => {
  it("counts what was asked, run, embedded and found", () => {
    const http = "cosmic_http_request_duration_seconds_count";
    expect(value(`${http}{method="POST",route="/api/v1/documents/",status="201"}`)).toBe(1);
    expect(value(`${http}{method="POST",route="/api/v1/search/",status="200"}`)).toBe(1);
    expect(value(`${http}{method="any",route="none",status="404"}`)).toBe(1);
    expect(value('cosmic_job_duration_seconds_count{name="embed-documents",outcome="completed"}')).toBe(1);
    expect(value("cosmic_document_lag_seconds_count")).toBe(1);
    expect(value("cosmic_document_lag_seconds_sum")).toBeGreaterThan(0);
    expect(value('cosmic_index_operation_duration_seconds_count{operation="replace",outcome="ok"}')).toBe(1);
    const model = 'model="all-MiniLM-L6-v2"';
    expect(value(`cosmic_embedder_texts_total{${model}}`)).toBe(2);
    expect(value(`cosmic_embedder_waits_total{${model},purpose="query"}`)).toBe(1);
    expect(value(`cosmic_embedder_tokens_total{${model}}`)).toBeGreaterThan(8);
    for (const status of ["pending", "processing", "failed"]) {
      expect(value(`cosmic_documents{status="${status}"}`)).toBe(0);
    }
    expect(value("cosmic_index_documents")).toBe(1);
    expect(value('cosmic_dependency_up{dependency="search_index",kind="sqlite"}')).toBe(1);
    expect(value('cosmic_queue_jobs{queue="embed-documents",state="waiting"}')).toBe(0);
    expect(value('cosmic_sync_lag_seconds{source="database"}')).toBeLessThan(3600);
  });

  it("has no label that grows with users, documents or what is asked for", () => {
    expect(metrics).not.toContain("someone-to-count");
    expect(metrics).not.toContain("no-such-thing");
    expect(metrics).not.toMatch(/[\da-f]{8}-[\da-f]{4}-7/);
  });

  it.skipIf(without !== "")(
    `is read by Prometheus's own parser, without a complaint of ours${without}`,
    () => {
      const { stdout, stderr, status } = promtool(["check", "metrics"], metrics);
      // 1 is what does not parse, 3 what could be named better; of the latter only Node's own may be there.
      expect([0, 3]).toContain(status);
      const complaints = `${stdout}${stderr}`
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("nodejs_"));
      expect(complaints).toEqual([]);
    },
  );
});

describe("the alert rules", () => {
  it("ask only for what /metrics has", async () => {
    const rules = await readRules();
    expect(rules.length).toBeGreaterThan(5);
    for (const { alert, expr } of rules) expect(unknownNames(expr), alert).toEqual([]);
  });

  it.skipIf(without !== "")(`load, keep quiet while all is well, and tell of each fault${without}`, () => {
    for (const args of [
      ["check", "config", "prometheus.yml"],
      ["test", "rules", "alerts.test.yml"],
    ]) {
      const { stdout, stderr, status } = promtool(args);
      expect(status, stdout + stderr).toBe(0);
    }
  });
});

describe("the Grafana dashboard", () => {
  it("has the shape of one: panels side by side, each with queries", async () => {
    const { panels, templating } = await readDashboard();
    expect(templating.list).toContainEqual(
      expect.objectContaining({ name: "datasource", type: "datasource" }),
    );
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [i, one] of panels.entries()) {
      expect(one.gridPos.x + one.gridPos.w).toBeLessThanOrEqual(24);
      expect(one.type === "row" || one.targets !== undefined, one.title).toBe(true);
      for (const other of panels.slice(i + 1))
        expect(overlap(one.gridPos, other.gridPos), one.title).toBe(false);
    }
  });

  it("asks only for what /metrics has", async () => {
    const queries = await readQueries();
    expect(queries.length).toBeGreaterThan(20);
    for (const expr of queries) expect(unknownNames(expr), expr).toEqual([]);
  });

  it.skipIf(without !== "")(`asks in a language that Prometheus understands${without}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosmic-queries-"));
    try {
      const rules = (await readQueries()).map((expr, i) => ({
        record: `query:${i}`,
        expr: expr.replaceAll("$__rate_interval", "1m"),
      }));
      const file = join(folder, "queries.yml");
      await writeFile(file, JSON.stringify({ groups: [{ name: "queries", rules }] }));
      const { stdout, stderr, status } = promtool(["check", "rules", file]);
      expect(status, stdout + stderr).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** The value of one series, its labels as they are printed. */
function value(series: string): number {
  const line = metrics.split("\n").find((it) => it.startsWith(`${series} `));
  expect(line, series).toBeDefined();
  return Number(line?.slice(series.length + 1));
}

/** Names of series that a query asks for and nobody has. */
function unknownNames(expr: string): string[] {
  const series = new Set([...metrics.matchAll(/^([a-z_0-9]+)[{ ]/gm)].map(([, name]) => name));
  const names = expr.replace(/\{[^}]*\}/g, "{}").match(/[a-zA-Z_:][\w:]*(?=\{)/g) ?? [];
  expect(names.length, expr).toBeGreaterThan(0);
  return names.filter((name) => !series.has(name) && !OWN.has(name));
}

function promtool(args: string[], input?: string) {
  return spawnSync(PROMTOOL, args, {
    cwd: FOLDER,
    encoding: "utf8",
    ...(input === undefined ? {} : { input }),
  });
}

async function readRules() {
  const file: unknown = parse(await readFile(join(FOLDER, "alerts.yml"), "utf8"));
  return Value.Parse(Rules, file).groups.flatMap(({ rules }) => rules);
}

async function readDashboard() {
  return Value.Parse(Dashboard, JSON.parse(await readFile(join(FOLDER, "grafana-dashboard.json"), "utf8")));
}

async function readQueries(): Promise<string[]> {
  const { panels } = await readDashboard();
  return panels.flatMap(({ targets }) => targets ?? []).map(({ expr }) => expr);
}

function overlap(a: { x: number; y: number; w: number; h: number }, b: typeof a): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
