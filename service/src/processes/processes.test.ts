import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openOwnPglite } from "../../tests/servers/pglite.ts";
import { readConfig } from "../config.ts";
import type { Database } from "../db/open.ts";
import { processes } from "../db/schema.ts";
import { VERSION } from "../version.ts";
import { forgetGone } from "./forget.ts";
import { isAnyAlive, listProcesses } from "./list.ts";
import { startProcessRegistration } from "./register.ts";

const BEAT_MS = 20;
const config = readConfig({});
let database: Database;

beforeAll(async () => {
  database = await openOwnPglite();
  await database.migrate();
});
afterAll(() => database?.close());
beforeEach(async () => void (await database.orm.delete(processes)));

const register = () => startProcessRegistration({ database, config }, BEAT_MS);
const list = () => listProcesses(database.orm);
const lastSeen = (secondsAgo: number) =>
  database.orm.execute(sql`UPDATE processes SET seen_at = now() - ${secondsAgo}::int * interval '1 second'`);

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(BEAT_MS);
}

describe("the registry of processes", () => {
  it("lists a process with what it does, and again and again that it is there", async () => {
    const before = Date.now();
    await using registration = register();
    await until(async () => (await list()).length === 1);
    const [first] = await list();
    expect(first).toMatchObject({
      id: registration.id,
      host: hostname(),
      pid: process.pid,
      roles: ["api", "worker", "scheduler", "monitor", "app"],
      version: VERSION,
      alive: true,
    });
    expect(Date.parse(first?.started_at ?? "")).toBeGreaterThanOrEqual(before - 1_000);
    await until(async () => (await list())[0]?.seen_at !== first?.seen_at);
    expect((await list())[0]?.started_at).toBe(first?.started_at);
  });

  it("takes its row away when it stops", async () => {
    const one = register();
    await using two = register();
    await until(async () => (await list()).length === 2);
    await one[Symbol.asyncDispose]();
    expect((await list()).map(({ id }) => id)).toEqual([two.id]);
  });

  it("counts a process as gone that was silent for 30 seconds, and forgets it after a day", async () => {
    const values = { host: "far", pid: 7, roles: ["worker"], version: "1", startedAt: new Date(0) };
    await database.orm.insert(processes).values({ ...values, id: crypto.randomUUID(), seenAt: new Date() });
    const alive = async () => (await list()).map((it) => it.alive);
    await lastSeen(25);
    expect(await alive()).toEqual([true]);
    expect(await isAnyAlive(database.orm, "worker")).toBe(true);
    expect(await isAnyAlive(database.orm, "api")).toBe(false);
    await lastSeen(31);
    expect(await alive()).toEqual([false]);
    expect(await isAnyAlive(database.orm, "worker")).toBe(false);
    await lastSeen(23 * 3600);
    await forgetGone(database.orm);
    expect(await alive()).toEqual([false]);
    await lastSeen(25 * 3600);
    await forgetGone(database.orm);
    expect(await alive()).toEqual([]);
  });

  it("comes back after the database failed and its row was lost", async () => {
    let asked = 0;
    const counted = {
      ...database,
      get orm() {
        asked++;
        return database.orm;
      },
    };
    await using registration = startProcessRegistration({ database: counted, config }, BEAT_MS);
    await until(async () => (await list()).length === 1);
    await database.orm.execute(sql`ALTER TABLE processes RENAME TO processes_away`);
    // Two beats have begun since, so one of them has failed.
    const failing = asked + 2;
    await until(async () => asked > failing);
    await database.orm.execute(sql`TRUNCATE processes_away`);
    await database.orm.execute(sql`ALTER TABLE processes_away RENAME TO processes`);
    await until(async () => (await list()).length === 1);
    expect((await list())[0]).toMatchObject({ id: registration.id, alive: true });
  });

  it("stops although the database is away", async () => {
    const registration = register();
    await until(async () => (await list()).length === 1);
    await database.orm.execute(sql`ALTER TABLE processes RENAME TO processes_away`);
    await registration[Symbol.asyncDispose]();
    await database.orm.execute(sql`ALTER TABLE processes_away RENAME TO processes`);
  });
});
