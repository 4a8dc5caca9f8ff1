import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openOwnPglite } from "../../tests/servers/pglite.ts";
import type { Database } from "../db/open.ts";
import { events } from "../db/schema.ts";
import type { JobNews } from "../ports/queue/job-news.ts";
import { createJobAnnouncer } from "./job-announcer.ts";
import { readEvents } from "./read.ts";
import { eventsOf } from "./stored-event.ts";

let database: Database;
beforeAll(async () => {
  database = await openOwnPglite();
  await database.migrate();
});
beforeEach(async () => {
  await database.orm.delete(events);
});
afterAll(() => database?.close());

const news = (state: JobNews["state"], done?: number, name = "sync-journal"): JobNews => ({
  id: "one",
  name,
  payload: { user_id: "ada" },
  state,
  ...(done === undefined ? {} : { progress: { done, total: 1_000 } }),
});

async function told(): Promise<string[]> {
  const rows = await readEvents(database.orm, { first: 0, limit: 1_000 });
  return rows
    .flatMap((row) => eventsOf(row))
    .map(({ event }) =>
      event.type === "job" ? `${event.state} ${event.progress?.done ?? ""}`.trim() : event.type,
    );
}

test("begin, progress and end of a job are told, of its owner", async () => {
  await using announcer = createJobAnnouncer(database.orm, () => {});
  announcer.tell(news("active"));
  announcer.tell(news("active", 10));
  await expect.poll(told, { timeout: 60_000 }).toEqual(["active", "active 10"]);
  announcer.tell(news("completed"));
  await expect.poll(told, { timeout: 60_000 }).toEqual(["active", "active 10", "completed"]);
  const [row] = await readEvents(database.orm, { first: 0, limit: 1 });
  expect(row?.userId).toBe("ada");
});

test("of a thousand steps within a moment the last counts, and none comes after the end", async () => {
  const announcer = createJobAnnouncer(database.orm, () => {});
  announcer.tell(news("active"));
  for (let done = 1; done <= 1_000; done++) announcer.tell(news("active", done));
  await expect.poll(told, { timeout: 60_000 }).toEqual(["active", "active 1000"]);
  for (let done = 1; done <= 1_000; done++) announcer.tell(news("active", done));
  announcer.tell(news("failed"));
  await announcer[Symbol.asyncDispose]();
  expect(await told()).toEqual(["active", "active 1000", "failed"]);
});

test("jobs that nobody waits for are not told of", async () => {
  const announcer = createJobAnnouncer(database.orm, () => {});
  announcer.tell(news("active", undefined, "embed-documents"));
  announcer.tell(news("completed"));
  await announcer[Symbol.asyncDispose]();
  expect(await told()).toEqual(["completed"]);
});

test("what happens while the database cannot be written is told when it can", async () => {
  const reports: string[] = [];
  let away = true;
  const orm = new Proxy(database.orm, {
    get(target, name, self) {
      if (name === "execute" && away) return () => Promise.reject(new Error("away"));
      return Reflect.get(target, name, self);
    },
  });
  await using announcer = createJobAnnouncer(orm, (_level, message) => {
    reports.push(message);
    away = false;
  });
  announcer.tell(news("active"));
  announcer.tell(news("completed"));
  await expect.poll(told, { timeout: 60_000 }).toEqual(["active", "completed"]);
  expect(reports).toHaveLength(1);
});
