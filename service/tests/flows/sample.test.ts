import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DocumentList, Health, SearchResponse } from "@cosmic/contract";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleEntries } from "../../../sample/sample-entries.ts";
import { cosmic, type RunningCosmic, startCosmic } from "./cli-child.ts";
import { bodyOf } from "./test-service.ts";

/** An id that a shell would not take as it is. */
const OTHER = "Zoë's";

let folder: string;
let env: { DATA_DIR: string };
let server: RunningCosmic;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-sample-"));
  env = { DATA_DIR: join(folder, "data") };
  server = await startCosmic(env);
});
afterAll(async () => {
  await server?.end("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

async function output(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cosmic(args, env);
  expect({ args, code, stderr: code === 0 ? "" : stderr }).toEqual({ args, code: 0, stderr: "" });
  return stdout;
}

const api = (path: string, init?: RequestInit) => fetch(`${server.address}/api/v1${path}`, init);
const documentsOf = async (user: string) =>
  bodyOf(DocumentList, await api(`/documents/?${new URLSearchParams({ user_id: user, limit: "200" })}`));

it("adds the journal as it stands today, and all of it can be found", async () => {
  const today = new Date();
  const { added, entries } = JSON.parse(await output("sample", "--json"));
  const { count, results } = await documentsOf("sample");
  expect({ added, entries }).toEqual({ added: count, entries: count });
  const expected = sampleEntries(today).map(({ title, text, mood, tags, entryDate }) => ({
    title,
    text,
    document_type: "journal_entry",
    metadata: mood === null ? { tags } : { mood, tags },
    entry_date: entryDate.toISOString(),
    source: "sample",
    embedding_status: "completed",
  }));
  const byDate = results.toSorted((a, b) => (a.entry_date ?? "").localeCompare(b.entry_date ?? ""));
  expect(byDate).toMatchObject(expected);
});

it("adds nothing twice, and takes away what is no longer in it", async () => {
  const headers = { "content-type": "application/json" };
  const old = { user_id: "sample", text: "Of another year.", source: "sample", source_id: "old" };
  const own = { user_id: "sample", text: "Written by hand." };
  for (const document of [old, own]) {
    expect((await api("/documents/", { method: "POST", headers, body: JSON.stringify(document) })).ok).toBe(
      true,
    );
  }
  const { added, removed, entries } = JSON.parse(await output("sample", "--json"));
  expect({ added, removed }).toEqual({ added: 0, removed: 1 });
  const { count, results } = await documentsOf("sample");
  expect(count).toBe(entries + 1);
  expect(results.map(({ text }) => text)).toContain(own.text);
});

it("names three searches that answer well, to another user as well", async () => {
  const lines = await output("sample", "--user", OTHER);
  const commands = [...lines.matchAll(/npx cosmic search -u 'Zoë'\\''s' (?:'([^']+)'|(\S+)) {2}# /g)];
  const queries = commands.map(([, quoted, bare]) => quoted ?? bare ?? "");
  const titles: string[][] = [];
  for (const query of queries) {
    const json = await output("search", "--user", OTHER, query, "--top-k", "5", "--json");
    const { results } = Value.Parse(SearchResponse, JSON.parse(json));
    titles.push(results.map(({ title }) => title));
    // What is promised of the first: it is the meaning alone that finds it.
    if (titles.length === 1) expect(results[0]?.matched_by).toEqual(["semantic"]);
  }
  expect(titles).toEqual([
    expect.arrayContaining(["The night before the talk"]),
    expect.arrayContaining(["First lesson"]),
    expect.arrayContaining(["Lettre de Camille", "Camille est là"]),
  ]);
  expect(titles.map(([first]) => first)).toEqual([
    "The night before the talk",
    expect.anything(),
    "Lettre de Camille",
  ]);
});

it("takes away the journal of one user and nothing else", async () => {
  const { count } = await documentsOf(OTHER);
  expect(await output("sample", "--remove")).toMatch(/^\d+ entries of the sample journal were removed/);
  expect((await documentsOf("sample")).results.map(({ text }) => text)).toEqual(["Written by hand."]);
  const health = await bodyOf(Health, await api("/health/"));
  expect(health.index.documents).toBe(count + 1);
  expect(await output("sample", "--remove")).toBe("User sample has no entries of the sample journal.\n");
});

it("does without a server", async () => {
  await server.end("SIGTERM");
  expect(JSON.parse(await output("sample", "--user", OTHER, "--json"))).toMatchObject({
    added: 0,
    removed: 0,
  });
  const { removed } = JSON.parse(await output("sample", "--user", OTHER, "--remove", "--json"));
  expect(removed).toBeGreaterThanOrEqual(80);
  const health = Value.Parse(Health, JSON.parse(await output("status", "--json")));
  expect(health.documents).toMatchObject({ completed: 1, pending: 0 });
  expect(health.index).toMatchObject({ documents: 1, passages: 1 });
});
