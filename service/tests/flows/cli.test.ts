import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BulkResult,
  DocumentList,
  ErasureReceipt,
  Health,
  JobList,
  Patterns,
  RecreatedIndex,
  SearchResponse,
  SyncResult,
  UserExport,
} from "@cosmic/contract";
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findOwner, lockDataFolder } from "../../src/data-folder/lock.ts";
import { cosmic, ended, type RunningCosmic, spawnCosmic, startCosmic } from "./cli-child.ts";
import { bodyOf } from "./test-service.ts";

const JOY = "Today I felt grateful for the small moments of joy";
const STACK = /^ +at /m;

let folder: string;
let env: { DATA_DIR: string };
let joyFile: string;
let worryFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-cli-"));
  env = { DATA_DIR: join(folder, "data") };
  joyFile = join(folder, "joy.md");
  worryFile = join(folder, "worry.txt");
  await writeFile(joyFile, JOY);
  await writeFile(worryFile, "Slept badly and worried about work all night");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function parse<S extends TSchema>(schema: S, json: string): Static<S> {
  return Value.Parse(schema, JSON.parse(json));
}

/** Standard output of a command that must succeed. */
async function output(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await cosmic(args, env, input);
  expect(stderr).not.toMatch(STACK);
  expect({ args, code, stderr: code === 0 ? "" : stderr }).toEqual({ args, code: 0, stderr: "" });
  return stdout;
}

describe("wrong use", () => {
  it.each([
    [["search"], "query"],
    [["add", "x"], "--user"],
    [["add", "x", "y", "--user", "me", "--title", "both"], "--title"],
    [["recreate-index"], "--yes"],
    [["erase-user", "me"], "--yes"],
    [["export-user", "me", "--format", "pdf"], "markdown"],
    [["search", "x", "--mode", "magic"], "hybrid"],
    [["search", "x", "--recency", "0"], "--recency"],
    [["search", "x", "--diversify", "2"], "--diversify"],
    [["search", "x", "--highlight", "all"], "sentence"],
  ])("%j exits with 2 and names %s", async (args, named) => {
    const { code, stdout, stderr } = await cosmic(args, env);
    expect(stderr).toContain(named);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("names all that is wrong in the configuration", async () => {
    const { code, stderr } = await cosmic(["start"], { ...env, PORT: "many", LOG_LEVEL: "loud" });
    expect(stderr).toMatch(/PORT.+\n.*LOG_LEVEL/);
    expect(stderr).not.toMatch(STACK);
    expect(code).toBe(1);
  });

  it("says plainly that a data folder cannot be, and shows the stack to those who ask", async () => {
    await writeFile(join(folder, "file"), "");
    const impossible = { DATA_DIR: join(folder, "file", "data") };
    const { code, stdout, stderr } = await cosmic(["start"], impossible);
    expect(stderr).toContain(`The data folder ${impossible.DATA_DIR} cannot be written to.`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect((await cosmic(["status", "--verbose"], impossible)).stderr).toMatch(STACK);
  });

  it("ends with 130 on Ctrl-C", async () => {
    const child = spawnCosmic(["add", "--user", "me", "--verbose", "-"], env);
    // More than the pipe holds: once it is written, the program is reading.
    await new Promise((written) => child.stdin.write("and so on ".repeat(400_000), written));
    child.kill("SIGINT");
    expect(await ended(child)).toEqual({ code: 130, stdout: "", stderr: "" });
  });
});

describe("with a server", () => {
  let server: RunningCosmic;
  beforeAll(async () => {
    server = await startCosmic(env);
  });
  afterAll(async () => {
    await server?.end("SIGKILL");
  });

  it("prints the address before everything else", () => {
    expect(server.firstLine).toBe(`Cosmic Insights is ready. Open ${server.address}/docs/`);
    expect(server.errors).toBe("");
    expect(findOwner(env.DATA_DIR)).toMatchObject({ pid: server.pid, address: server.address });
  });

  it("refuses a second start on the same folder and says who has it", async () => {
    const { code, stdout, stderr } = await cosmic(["start"], env);
    expect(stderr).toContain(`process ${server.pid} `);
    expect(stderr).toContain(server.address);
    expect(stderr).not.toMatch(STACK);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("adds files and waits until they can be found", async () => {
    const options = [
      "--user",
      "me",
      "--date",
      "2026-01-31",
      "--metadata",
      "mood=calm",
      "--metadata",
      "stars=3",
    ];
    const json = await output(["add", joyFile, worryFile, ...options, "--json"]);
    const added = parse(BulkResult, json);
    expect(added).toMatchObject({
      created: 2,
      failed: 0,
      results: [
        { index: 0, file: joyFile, embedding_status: "completed" },
        { index: 1, file: worryFile, embedding_status: "completed" },
      ],
    });
    const list = await bodyOf(DocumentList, await fetch(`${server.address}/api/v1/documents/?q=grateful`));
    expect(list.results).toMatchObject([
      { id: added.results[0]?.id, title: "joy", text: JOY, metadata: { mood: "calm", stars: 3 } },
    ]);
  });

  it("says of each file what is wrong with it", async () => {
    const empty = join(folder, "empty.txt");
    await writeFile(empty, "  \n");
    const { code, stdout } = await cosmic(["add", "--user", "other", empty, joyFile], env);
    expect(stdout).toMatch(new RegExp(`^failed +${empty}: .+\nadded +\\S+ +${joyFile}\n$`));
    expect(code).toBe(1);
  });

  it("searches", async () => {
    const found = parse(
      SearchResponse,
      await output(["search", "happy", "and", "content", "--user", "me", "--json"]),
    );
    expect(found).toMatchObject({
      query: "happy and content",
      mode: "hybrid",
      results: [{ title: "joy" }, {}],
    });
    const lines = await output(["search", "happy and content", "--user", "me", "--top-k", "1"]);
    expect(lines).toMatch(new RegExp(`^ 1  0\\.\\d\\d  2026-01-31  joy  \\(semantic\\)\n    ${JOY}\n$`));
    const { code, stderr } = await cosmic(["search", "x", "--from", "soon"], env);
    expect(stderr).toMatch(/^date_from must be a day .+ \(\/date_from\)\n$/);
    expect(code).toBe(1);
  });

  it("searches with every option", async () => {
    const words = ["search", "happy", "in", "January", "2026", "--user", "me", "--json"];
    const options =
      "--dates --time-zone UTC --recency 3000 --diversify 0.2 --rerank --highlight sentence".split(" ");
    const { code, stdout, stderr } = await cosmic([...words, ...options], env);
    expect(stderr).toContain('"in January 2026" is understood as 2026-01-01 to 2026-01-31 (UTC).\n');
    expect(stderr).toContain("No re-ranker is set up");
    expect(parse(SearchResponse, stdout)).toMatchObject({
      results: [{ title: "joy", highlights: [{ kind: "sentence" }] }, {}],
      dates: { query: "happy" },
    });
    expect(code).toBe(0);
  });

  it("tells what runs", async () => {
    expect(parse(Health, await output(["status", "--json"]))).toMatchObject({
      status: "ok",
      documents: { completed: 3 },
    });
    expect(await output(["status"])).toContain(server.address);
    const list = parse(JobList, await output(["jobs", "--state", "completed", "--json"]));
    expect(list.results.map((job) => job.name)).toContain("embed-documents");
  });

  it("reads the journal and builds the index again", async () => {
    expect(parse(SyncResult, await output(["sync", "--json"]))).toMatchObject({ read: 0, rejected_count: 0 });
    expect(parse(RecreatedIndex, await output(["recreate-index", "--yes", "--json"])).queued).toBe(3);
    const health = await bodyOf(Health, await fetch(`${server.address}/api/v1/health/`));
    expect(health.index.documents).toBe(3);
  });

  it("writes all that a user has, and refuses what a server refuses", async () => {
    expect(parse(UserExport, await output(["export-user", "me"])).documents).toHaveLength(2);
    const { code, stderr } = await cosmic(["export-user", "x".repeat(201)], env);
    expect(stderr).toMatch(/^id /);
    expect(code).toBe(1);
  });

  it("finds nothing wrong", async () => {
    const { status, checks } = JSON.parse(await output(["doctor", "--json"]));
    expect(checks.filter((check: { status: string }) => check.status !== "ok")).toEqual([]);
    expect(status).toBe("ok");
  });

  it("starts again after it was killed, and stops when it is told to", async () => {
    expect(await server.end("SIGKILL")).toBe("SIGKILL");
    server = await startCosmic(env);
    expect(findOwner(env.DATA_DIR)).toMatchObject({ pid: server.pid });
    const health = await bodyOf(Health, await fetch(`${server.address}/api/v1/health/`));
    expect(health.documents.completed).toBe(3);
    expect(await server.end("SIGTERM")).toBe(0);
    expect(findOwner(env.DATA_DIR)).toBeUndefined();
  });
});

describe("without a server", () => {
  it("adds standard input and finds it", async () => {
    const added = parse(
      BulkResult,
      await output(["add", "--user", "me", "--title", "Zoo", "-", "--json"], "We saw an okapi."),
    );
    expect(added).toMatchObject({ created: 1, results: [{ file: "-", embedding_status: "completed" }] });
    const found = parse(SearchResponse, await output(["search", "okapi", "--mode", "keyword", "--json"]));
    expect(found.results).toMatchObject([{ document_id: added.results[0]?.id, title: "Zoo" }]);
  });

  it("tells what it finds", async () => {
    expect(parse(Health, await output(["status", "--json"]))).toMatchObject({
      status: "ok",
      documents: { completed: 4 },
    });
    expect(await output(["migrate"])).toBe("The schema is up to date; nothing was done.\n");
    const checks = await output(["doctor"]);
    expect(checks).toMatch(/^ok {4}Golden vectors: /m);
    expect(checks).toMatch(/^ok {4}Index: .+ 4 documents/m);
    expect(checks).not.toMatch(/^(warn|fail)/m);
  });

  it("finds themes, or says why there are none", async () => {
    expect(await output(["themes", "--user", "me"])).toBe(
      "No themes were looked for yet. Do it now with --find.\n",
    );
    const { state, documents } = parse(
      Patterns,
      await output(["themes", "--user", "me", "--find", "--json"]),
    );
    expect(state).toBe("not_enough");
    expect(await output(["themes", "--user", "me"])).toBe(
      `There are ${documents} documents; themes need at least 20.\n`,
    );
  });

  it("writes all that a user has to a file that was not there", async () => {
    const file = join(folder, "me.json");
    expect(await output(["export-user", "me", "-o", file])).toBe(`Written to ${file}.\n`);
    const exported = parse(UserExport, await readFile(file, "utf8"));
    expect(exported.documents).toHaveLength(3);
    expect(await output(["export-user", "me", "--format", "markdown"])).toContain("We saw an okapi.");
    const { code, stderr } = await cosmic(["export-user", "me", "-o", file], env);
    expect(stderr).toContain("EEXIST");
    expect(code).toBe(1);
  });

  it("erases a user, prints the receipt, and takes nothing for that user again", async () => {
    const erased = parse(ErasureReceipt, await output(["erase-user", "me", "--yes", "--json"]));
    expect(erased).toMatchObject({
      state: "completed",
      removed: { documents: 3 },
      remaining: { documents: 0 },
    });
    expect(await output(["erase-user", "me", "--yes"])).toContain("The erasure is completed.");
    const { code, stdout } = await cosmic(["add", "--user", "me", joyFile], env);
    expect(stdout).toContain("erased");
    expect(code).toBe(1);
  });

  it("says who holds the folder when that cannot answer", async () => {
    using _lock = lockDataFolder(env.DATA_DIR, "backup");
    const { code, stderr } = await cosmic(["status"], env);
    expect(stderr).toMatch(`in use by process ${process.pid} (cosmic backup)`);
    expect(stderr).not.toMatch(STACK);
    expect(code).toBe(1);
  });
});
