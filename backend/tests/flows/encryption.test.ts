import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JournalEntryView, JournalList } from "@cosmic/contract/app";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "../../../service/src/db/open.ts";
import { createEncryption } from "../../../service/src/encryption/encryption.ts";
import { ROLES } from "../../../service/src/roles.ts";
import { type ChildService, startChildService } from "../../../service/tests/flows/child-service.ts";
import { filesHolding } from "../../../service/tests/flows/files-holding.ts";
import { freePort } from "../../../service/tests/servers/free-port.ts";
import { createDatabaseStore } from "../../src/stores/database/create.ts";
import { bodyOf, type Client, signedUp } from "../client.ts";

const KEY = randomBytes(32).toString("base64");
/** Words that are in nothing but the journal, one for each time at which they are written. */
const [BEFORE, WITH, CHANGED] = ["xylographer", "quixotically", "zymologist"];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-sealed-journal-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = async (env: Record<string, string> = {}) =>
  startChildService(folder, { ROLES: ROLES.join(","), APP_PORT: String(await freePort()), ...env });

async function write(client: Client, word: string): Promise<string> {
  const entry = { title: `Of the ${word}`, text: `The ${word} came by.`, mood: "calm", tags: ["visit"] };
  return (await bodyOf(JournalEntryView, await client.request("POST", "/api/journal", entry))).id;
}

/** What was there is sealed, and the index that holds words is gone. */
async function sealed(service: ChildService): Promise<boolean> {
  const { data: jobs } = await service.client.GET("/api/v1/jobs/", {
    params: { query: { name: "seal-documents" } },
  });
  const { data: indexes } = await service.client.GET("/api/v1/models/indexes/");
  const shown = indexes?.results.filter(({ state }) => state !== "dropped") ?? [];
  return jobs?.results[0]?.state === "completed" && shown.length === 1;
}

it("keeps title and text of the embedded journal sealed, also what was written before there was a key", async () => {
  const before = await start();
  await write(await signedUp(before.app), BEFORE);
  await before.end("SIGTERM");
  expect(await filesHolding(folder, BEFORE)).not.toEqual([]);

  const service = await start({ ENCRYPTION_KEY: KEY, SWEEP_CRON: "* * * * * *" });
  await expect.poll(() => sealed(service), { timeout: 30_000 }).toBe(true);
  const ada = await signedUp(service.app);
  const id = await write(ada, WITH);
  await ada.request("PATCH", `/api/journal/${id}`, { text: `The ${CHANGED} came by.` });
  const list = async (query = "") =>
    (await bodyOf(JournalList, await ada.request("GET", `/api/journal${query}`))).results;
  expect(await list()).toMatchObject([{ title: `Of the ${WITH}`, text: `The ${CHANGED} came by.` }]);
  // What the database counts and filters by stays readable.
  expect(await list("?mood=calm&tag=visit")).toHaveLength(1);
  expect(await list("?mood=sad")).toEqual([]);
  await service.settled(50);
  await service.end("SIGTERM");
  for (const word of [BEFORE, WITH, CHANGED]) expect(await filesHolding(folder, word), word).toEqual([]);
});

it("refuses to open a sealed journal without its key", async () => {
  await using opened = new AsyncDisposableStack();
  const encryption = createEncryption({ masterKeys: [Buffer.from(KEY, "base64")] });
  const options = { unseal: encryption.unseal };
  const database = await openDatabase({ kind: "pglite", folder: undefined }, options);
  opened.defer(() => database.close());
  await database.migrate();
  const store = createDatabaseStore(database.orm, encryption);
  await store.prepare();
  const createdAt = new Date();
  const entry = { title: "", text: WITH, mood: null, tags: [], entryDate: createdAt, createdAt };
  const [added] = await store.journal.add(randomUUID(), [entry]);
  expect(added?.text).toBe(WITH);
  await expect(createDatabaseStore(database.orm).prepare()).rejects.toThrow(/Set ENCRYPTION_KEY/);
});
