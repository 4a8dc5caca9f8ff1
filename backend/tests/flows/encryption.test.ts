import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JournalEntryView, JournalList } from "@cosmic/contract/app";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEncryption } from "../../../service/src/encryption/encryption.ts";
import { startChildApp } from "../../../service/tests/flows/child-service.ts";
import { filesHolding } from "../../../service/tests/flows/files-holding.ts";
import { isAllSealed } from "../../../service/tests/flows/sealed.ts";
import { openOwnPglite } from "../../../service/tests/servers/pglite.ts";
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

async function write(client: Client, word: string): Promise<string> {
  const entry = { title: `Of the ${word}`, text: `The ${word} came by.`, mood: "calm", tags: ["visit"] };
  return (await bodyOf(JournalEntryView, await client.request("POST", "/api/journal", entry))).id;
}

it("keeps title and text of the embedded journal sealed, also what was written before there was a key", async () => {
  const before = await startChildApp(folder);
  await write(await signedUp(before.app), BEFORE);
  await before.end("SIGTERM");
  expect(await filesHolding(folder, BEFORE)).not.toEqual([]);

  const service = await startChildApp(folder, { ENCRYPTION_KEY: KEY, SWEEP_CRON: "* * * * * *" });
  await expect.poll(() => isAllSealed(service), { timeout: 30_000 }).toBe(true);
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
  const database = await openOwnPglite(options);
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
