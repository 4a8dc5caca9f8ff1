import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BulkResult, ErasureReceipt, Patterns } from "@cosmic/contract";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { type ChildService, startChildService } from "./child-service.ts";
import { filesHolding } from "./files-holding.ts";
import { isAllSealed } from "./sealed.ts";
import { bodyOf, until } from "./test-service.ts";
import { topicEntries } from "./topic-entries.ts";

const KEY = randomBytes(32).toString("base64");
const OTHER = randomBytes(32).toString("base64");
/** Words that are in nothing but the documents. */
const RARE = ["xylographer", "quixotically", "zymologist"];
const documents = [
  {
    user_id: "ada",
    title: "The xylographer",
    text: "She carved the printing block of a harbour, quixotically.",
    metadata: { place: "zymologist" },
    entry_date: "2026-01-31",
  },
  { user_id: "ada", text: "We baked bread and talked until late.", metadata: { place: "home" } },
  { user_id: "ben", text: "The train was late again." },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-encryption-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function add(service: ChildService): Promise<string[]> {
  const body = JSON.stringify({ documents });
  const answer = await service.request("POST", "/api/v1/documents/bulk_create/", body);
  const { results, failed } = await bodyOf(BulkResult, answer);
  expect(failed).toBe(0);
  await service.settled();
  return results.map(({ id }) => id ?? "");
}

async function readable(): Promise<string[]> {
  const found = await Promise.all(RARE.map((word) => filesHolding(folder, word)));
  return found.flat();
}

const search = (service: ChildService, query: object) =>
  service.request("POST", "/api/v1/search/", JSON.stringify({ user_id: "ada", ...query }));

it("keeps no word readable in any file, and answers as before where it can", async () => {
  const service = await startChildService(folder, { ENCRYPTION_KEY: KEY });
  const [first = ""] = await add(service);
  const { data: found } = await service.client.POST("/api/v1/search/", {
    body: { query: "carving a picture of the sea", user_id: "ada" },
  });
  expect(found?.results[0]).toMatchObject({
    title: "The xylographer",
    text: documents[0]?.text,
    metadata: { place: "zymologist" },
    matched_by: ["semantic"],
  });

  for (const [query, field] of [
    [{ query: "harbour", mode: "keyword" }, "/mode"],
    [{ query: "harbour", metadata: { place: "home" } }, "/metadata"],
  ] as const) {
    const refused = await search(service, query);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ code: "not_searchable", field });
  }
  expect((await service.request("GET", "/api/v1/documents/?user_id=ada&q=harbour")).status).toBe(400);

  const { data: changed } = await service.client.PATCH("/api/v1/documents/{id}/", {
    params: { path: { id: first } },
    body: { title: "The old xylographer" },
  });
  expect(changed).toMatchObject({ title: "The old xylographer", text: documents[0]?.text });
  await service.settled();
  const summaries = await (await service.request("GET", "/api/v1/insights/timeline/?user_id=ada")).text();
  expect(summaries).not.toContain("sealed:");
  const exported = await (await service.request("GET", "/api/v1/users/ada/export/")).text();
  for (const word of RARE) expect(exported).toContain(word);
  expect(exported).not.toContain("sealed:");

  await service.end("SIGTERM");
  expect(await readable()).toEqual([]);
});

it("starts only with the key that was used, and takes a new one in front of it", async () => {
  const service = await startChildService(folder, { ENCRYPTION_KEY: KEY });
  const [first = ""] = await add(service);
  await service.end("SIGTERM");

  await expect(startChildService(folder)).rejects.toThrow(/Set ENCRYPTION_KEY/);
  await expect(startChildService(folder, { ENCRYPTION_KEY: OTHER })).rejects.toThrow(/is not the one/);
  await expect(startChildService(folder, { ENCRYPTION_KEY: "c2hvcnQ=" })).rejects.toThrow(
    /32 bytes in base64/,
  );

  const renewed = await startChildService(folder, { ENCRYPTION_KEY: `${OTHER},${KEY}` });
  const { data } = await renewed.client.GET("/api/v1/documents/{id}/", { params: { path: { id: first } } });
  expect(data).toMatchObject({ title: "The xylographer", metadata: { place: "zymologist" } });
  await renewed.end("SIGTERM");
});

it("seals what was written before there was a key, and drops the index with its words", async () => {
  const before = await startChildService(folder);
  await add(before);
  await before.end("SIGTERM");
  expect(await readable()).not.toEqual([]);

  const service = await startChildService(folder, { ENCRYPTION_KEY: KEY, SWEEP_CRON: "* * * * * *" });
  await until(() => isAllSealed(service), 200);
  const { data } = await service.client.POST("/api/v1/search/", {
    body: { query: "carving a picture of the sea", user_id: "ada" },
  });
  expect(data?.results[0]?.title).toBe("The xylographer");
  await service.end("SIGTERM");
  expect(await readable()).toEqual([]);
});

it("seals what is made of the texts: themes, names of themes, feedback", async () => {
  const service = await startChildService(folder, { ENCRYPTION_KEY: KEY, SEARCH_FEEDBACK: "true" });
  const entries = [...topicEntries("ada", "running", 28), ...topicEntries("ada", "baking", 28)];
  const bulk = await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(entries));
  const { results } = await bodyOf(BulkResult, bulk);
  await service.settled();
  await service.request("POST", "/api/v1/patterns/", JSON.stringify({ user_id: "ada" }));
  const patterns = async () =>
    bodyOf(Patterns, await service.request("GET", "/api/v1/patterns/?user_id=ada"));
  await until(async () => (await patterns()).themes.length > 0, 200);
  const [theme, other] = (await patterns()).themes;
  expect(theme?.label).toMatch(/^[^:]+$/);
  const named = await service.request(
    "PATCH",
    `/api/v1/patterns/themes/${theme?.id}/?user_id=ada`,
    JSON.stringify({ name: "Xylographer" }),
  );
  expect(await named.json()).toMatchObject({ name: "Xylographer" });
  const feedback = { user_id: "ada", query: "zymologist", document_id: results[0]?.id, helpful: true };
  const kept = await service.request("POST", "/api/v1/search/feedback/", JSON.stringify(feedback));
  expect(await kept.json()).toMatchObject({ query: "zymologist" });
  const exported = await (await service.request("GET", "/api/v1/users/ada/export/")).text();
  expect(exported).toContain("Xylographer");
  expect(exported).toContain("zymologist");
  await service.end("SIGTERM");
  for (const text of ["Xylographer", "zymologist", other?.label ?? "", theme?.terms[0] ?? ""]) {
    expect(await filesHolding(folder, text), text).toEqual([]);
  }
});

it.skipIf(WITHOUT_POSTGRES !== "")(`seals what goes to PostgreSQL${WITHOUT_POSTGRES}`, async () => {
  const own = await ownDatabase();
  const service = await startChildService(folder, { ENCRYPTION_KEY: KEY, DATABASE_URL: own.url });
  const ids = await add(service);
  const client = new pg.Client({ connectionString: own.url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT concat(title, text, metadata) AS kept, words FROM documents ORDER BY id",
  );
  await client.end();
  const kept = JSON.stringify(rows);
  expect(kept.match(/sealed:1:/g)).toHaveLength(6);
  for (const word of [...RARE, "train"]) expect(kept).not.toContain(word);
  expect(rows.map(({ words }) => words)).toEqual([9, 7, 5]);
  for (const [i, id] of ids.entries()) {
    const { data } = await service.client.GET("/api/v1/documents/{id}/", { params: { path: { id } } });
    expect(data).toMatchObject({ text: documents[i]?.text, metadata: documents[i]?.metadata ?? {} });
  }
  await service.end("SIGTERM");
  await own.drop();
});

it("erases the key of a user first, and says so", async () => {
  const service = await startChildService(folder, { ENCRYPTION_KEY: KEY });
  await add(service);
  await service.request("DELETE", "/api/v1/users/ada/");
  let receipt: ErasureReceipt | undefined;
  await until(async () => {
    receipt = await bodyOf(ErasureReceipt, await service.request("GET", "/api/v1/users/ada/erasure/"));
    return receipt.state !== "running";
  });
  expect(receipt).toMatchObject({
    state: "completed",
    removed: { encryption_keys: 1, documents: 2 },
    remaining: { encryption_keys: 0, documents: 0 },
  });
  const again = await service.request("POST", "/api/v1/documents/", JSON.stringify(documents[0]));
  expect(again.status).toBe(410);
  const { data: ben } = await service.client.GET("/api/v1/documents/", {
    params: { query: { user_id: "ben" } },
  });
  expect(ben?.results[0]?.text).toBe("The train was late again.");
  await service.end("SIGTERM");
});
