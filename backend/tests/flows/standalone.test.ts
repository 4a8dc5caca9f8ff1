import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { AppHealth, JournalList, SampleState } from "@cosmic/contract/app";
import { describe, expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../../service/src/config.ts";
import { openDatabase } from "../../../service/src/db/open.ts";
import { createDatabaseJournal } from "../../../service/src/ports/journal/database.ts";
import { createMongoJournal } from "../../../service/src/ports/journal/mongodb/create.ts";
import { freePort } from "../../../service/tests/servers/free-port.ts";
import { ownMongo, SERVER, WITHOUT_SERVER, withMongo } from "../../../service/tests/servers/mongodb.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../../../service/tests/servers/own-database.ts";
import { bodyOf, signedUp } from "../client.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const mongoUrl = process.env.TEST_MONGODB_URL;

function start(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: "0", ML_SERVICE_URL: "http://127.0.0.1:9", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  return child;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("no output");
  for await (const line of createInterface(stdout)) return line;
  return "";
}
const addressIn = (line: string) => /http:\/\/\S+/.exec(line)?.[0] ?? "";

async function end(child: ChildProcess): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  return child.exitCode;
}

describe.skipIf(!mongoUrl)(`a process of its own${mongoUrl ? "" : " (TEST_MONGODB_URL is not set)"}`, () => {
  it("keeps a journal that the service can read, and ends cleanly", async () => {
    const MONGODB_URL = mongoUrl ?? "";
    const MONGODB_DATABASE = `backend_${randomUUID()}`;
    onTestFinished(async () => {
      await withMongo(MONGODB_URL, (client) => client.db(MONGODB_DATABASE).dropDatabase());
    });
    const child = start({ MONGODB_URL, MONGODB_DATABASE });
    const address = addressIn(await firstLine(child));
    expect(await bodyOf(AppHealth, await fetch(`${address}/health`))).toMatchObject({ status: "degraded" });
    const ada = await signedUp(address);
    const body = {
      title: "Rain",
      text: "It rained.",
      mood: "calm",
      tags: ["wet"],
      entry_date: "2026-01-31T08:15:00Z",
    };
    expect((await ada.request("POST", "/api/journal", body)).status).toBe(201);
    const sample = await bodyOf(SampleState, await ada.request("POST", "/api/sample"));
    expect(sample.entries).toBeGreaterThan(50);
    const { count } = await bodyOf(JournalList, await ada.request("GET", "/api/journal?limit=1"));
    expect(count).toBe(1 + sample.entries);

    const { journal: config } = readConfig({ MONGODB_URL, MONGODB_DATABASE });
    if (config.kind !== "mongodb") throw new Error("not MongoDB");
    const reports: string[] = [];
    const journal = createMongoJournal(config, (_level, message) => void reports.push(message));
    onTestFinished(() => journal.close());
    const { entries, rejected } = await journal.read({ limit: 1000 });
    expect(rejected).toEqual([]);
    // No warning: the index that a sync reads by is there.
    expect(reports).toEqual([]);
    expect(entries).toContainEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      userId: ada.account.id,
      title: "Rain",
      text: "It rained.",
      metadata: { mood: "calm", tags: ["wet"] },
      entryDate: new Date("2026-01-31T08:15:00Z"),
      updatedAt: expect.any(Date),
    });
    expect(await end(child)).toBe(0);
  });

  it.skipIf(!SERVER)(
    `waits for a journal that is away, and answers again after it was${WITHOUT_SERVER}`,
    async () => {
      const server = await ownMongo();
      onTestFinished(() => server.dispose());
      const child = start({ MONGODB_URL: server.url, LOG_FORMAT: "json" });
      const told = new Promise<string>((resolve) => {
        child.stderr?.on("data", (chunk) => {
          if (/Waiting for the journal/.test(String(chunk))) resolve(String(chunk));
        });
      });
      await told;
      await server.start();
      const address = addressIn(await firstLine(child));
      const ada = await signedUp(address);
      await server.kill();
      const away = await ada.request("GET", "/api/journal");
      expect(away.status).toBe(503);
      expect(await away.json()).toMatchObject({ code: "journal_unavailable" });
      expect((await fetch(`${address}/health`)).status).toBe(503);
      await server.start();
      await expect
        .poll(async () => (await ada.request("GET", "/api/journal")).status, {
          timeout: 30_000,
          interval: 200,
        })
        .toBe(200);
      expect(await end(child)).toBe(0);
    },
  );

  it("stops while it waits", async () => {
    const child = start({
      MONGODB_URL: `mongodb://127.0.0.1:${await freePort()}/?serverSelectionTimeoutMS=300`,
    });
    if (!child.stderr) throw new Error("no output");
    await once(child.stderr, "data");
    expect(await end(child)).toBe(0);
  });
});

describe.skipIf(WITHOUT_POSTGRES !== "")(`over PostgreSQL${WITHOUT_POSTGRES}`, () => {
  it("waits until the service has made the journal's table, then keeps its own beside it", async () => {
    const own = await ownDatabase();
    onTestFinished(own.drop);
    const child = start({ MONGODB_URL: "", DATABASE_URL: own.url });
    if (!child.stderr) throw new Error("no output");
    await once(child.stderr, "data");
    const database = await openDatabase(own.config);
    onTestFinished(() => database.close());
    await database.migrate();
    const ada = await signedUp(addressIn(await firstLine(child)));
    expect((await ada.request("POST", "/api/journal", { text: "It rained." })).status).toBe(201);
    const { entries } = await createDatabaseJournal(database.orm).read({ limit: 10 });
    expect(entries).toMatchObject([{ userId: ada.account.id, text: "It rained." }]);
    expect(await end(child)).toBe(0);
  });
});

it("says all that is wrong with its settings, and ends", async () => {
  const child = start({ MONGODB_URL: "", DATABASE_URL: "", PORT: "many" });
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, "close");
  expect(code).toBe(1);
  for (const problem of ["MONGODB_URL must be set", "PORT must be"]) expect(errors).toContain(problem);
});
