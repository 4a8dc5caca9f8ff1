import { type DocumentCreate, Problem } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ EMBEDDING_WORKERS: "1" });
});
afterAll(() => service?.stop());

async function add(user_id: string, documents: readonly Omit<DocumentCreate, "user_id">[]): Promise<void> {
  const body = documents.map((document) => ({ ...document, user_id }));
  const answer = await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(body));
  expect(await answer.json()).toMatchObject({ created: documents.length, failed: 0 });
}

const onThisDay = async (user_id: string, date: string, time_zone?: string) => {
  const query = { user_id, date, ...(time_zone === undefined ? {} : { time_zone }) };
  const { data } = await service.client.GET("/api/v1/insights/on-this-day/", { params: { query } });
  return data?.results.map(({ years_ago, documents }) => [years_ago, ...documents.map(({ title }) => title)]);
};
const timeline = async (query: {
  user_id: string;
  step?: "day" | "week" | "month" | "year";
  time_zone?: string;
  date_from?: string;
  date_to?: string;
  document_type?: string;
}) => (await service.client.GET("/api/v1/insights/timeline/", { params: { query } })).data;
const streaks = async (user_id: string, time_zone: string) =>
  (await service.client.GET("/api/v1/insights/streaks/", { params: { query: { user_id, time_zone } } })).data;
const echoes = async (user_id: string, limit?: number) => {
  const query = { user_id, ...(limit === undefined ? {} : { limit }) };
  return (await service.client.GET("/api/v1/insights/echoes/", { params: { query } })).data;
};
const refused = async (path: string) =>
  bodyOf(Problem, await service.request("GET", `/api/v1/insights/${path}`));

describe("insights of nobody", () => {
  it("are empty", async () => {
    expect(await onThisDay("nobody", "2026-01-31")).toEqual([]);
    expect(await timeline({ user_id: "nobody" })).toEqual({
      step: "month",
      time_zone: "UTC",
      count: 0,
      moods: {},
      results: [],
    });
    const none = { days: 0, from: null, to: null };
    expect(await streaks("nobody", "UTC")).toEqual({
      time_zone: "UTC",
      days_written: 0,
      current: none,
      longest: none,
    });
    expect(await echoes("nobody")).toEqual({ count: 0, results: [] });
  });

  it.each(["Europe/Atlantis", "UTC+1", "+01:00", "<A>2", ""])("refuse the time zone %j", async (zone) => {
    for (const path of ["on-this-day", "timeline", "streaks"]) {
      const problem = await refused(`${path}/?user_id=a&time_zone=${encodeURIComponent(zone)}`);
      expect(problem).toMatchObject({ code: "invalid_value", field: "/time_zone" });
    }
  });

  it("refuse days that no calendar has", async () => {
    expect(await refused("on-this-day/?user_id=a&date=2026-02-30")).toMatchObject({ code: "invalid_date" });
    expect(await refused("on-this-day/?user_id=a&date=today")).toMatchObject({ field: "/date" });
  });
});

describe("on this day", () => {
  beforeAll(() =>
    add("ada", [
      { title: "a year ago", text: "One.", entry_date: "2025-03-01T23:30:00Z" },
      { title: "two years ago", text: "Two.", entry_date: "2024-03-01T08:00:00Z" },
      { title: "later that day", text: "Two.", entry_date: "2024-03-01T09:00:00Z" },
      { title: "this year", text: "Now.", entry_date: "2026-03-01T08:00:00Z" },
      { title: "the day before", text: "No.", entry_date: "2025-02-28T23:30:00Z" },
      { title: "leap day", text: "Leap.", entry_date: "2024-02-29T12:00:00Z" },
      { title: "a day", text: "Day.", entry_date: "2020-03-01" },
    ]),
  );

  it("shows years before, newest first, each in the order of the day", async () => {
    expect(await onThisDay("ada", "2026-03-01")).toEqual([
      [1, "a year ago"],
      [2, "two years ago", "later that day"],
      [6, "a day"],
    ]);
  });

  it("goes by the calendar of the time zone, but a day without a time stays that day", async () => {
    expect(await onThisDay("ada", "2026-03-02", "Asia/Tokyo")).toEqual([[1, "a year ago"]]);
    expect(await onThisDay("ada", "2026-03-01", "Asia/Tokyo")).toEqual([
      [1, "the day before"],
      [2, "two years ago", "later that day"],
      [6, "a day"],
    ]);
    expect(await onThisDay("ada", "2026-03-01", "America/Los_Angeles")).toContainEqual([6, "a day"]);
  });

  it("shows the 29th of February on the 28th of years that have none, and on the 29th of others", async () => {
    expect(await onThisDay("ada", "2026-02-28")).toEqual([
      [1, "the day before"],
      [2, "leap day"],
    ]);
    expect(await onThisDay("ada", "2028-02-28")).toEqual([[3, "the day before"]]);
    expect(await onThisDay("ada", "2028-02-29")).toEqual([[4, "leap day"]]);
  });

  it("shows nothing of anybody else, and no more of a text than its beginning", async () => {
    const long = "wandering ".repeat(100);
    await add("ben", [
      { title: "", text: `\n ${long}`, entry_date: "2025-03-01", metadata: { mood: "calm" } },
    ]);
    const query = { user_id: "ben", date: "2026-03-01" };
    const { data } = await service.client.GET("/api/v1/insights/on-this-day/", { params: { query } });
    const [shown] = data?.results[0]?.documents ?? [];
    expect(shown).toMatchObject({ mood: "calm", entry_date: "2025-03-01T00:00:00.000Z", source: "api" });
    expect(shown?.excerpt).toBe(`${"wandering ".repeat(20).trimEnd()}…`);
  });
});

describe("the timeline", () => {
  beforeAll(() =>
    add("eve", [
      { text: "One two three.", entry_date: "2025-12-29", metadata: { mood: "calm" } },
      { text: "Four five.", entry_date: "2026-01-04T23:30:00Z", metadata: { mood: "sad" } },
      { text: "Six.", entry_date: "2026-01-20", metadata: { mood: 5 } },
      { text: "Seven.", entry_date: "2026-01-21", metadata: { mood: "constructor" }, document_type: "note" },
    ]),
  );

  it("has every step, empty ones too, with words and moods", async () => {
    const year = await timeline({ user_id: "eve", step: "month" });
    expect(year).toMatchObject({ count: 4, moods: { calm: 1, sad: 1, constructor: 1 } });
    const months: unknown = [
      { start: "2025-12-01", count: 1, words: 3, moods: { calm: 1 } },
      { start: "2026-01-01", count: 3, words: 4, moods: { sad: 1, constructor: 1 } },
    ];
    expect(year?.results).toEqual(months);
    const weeks = await timeline({ user_id: "eve", step: "week" });
    expect(weeks?.results.map(({ start, count }) => [start, count])).toEqual([
      ["2025-12-29", 2],
      ["2026-01-05", 0],
      ["2026-01-12", 0],
      ["2026-01-19", 2],
    ]);
    const days = await timeline({ user_id: "eve", step: "day" });
    expect(days?.results).toHaveLength(24);
    const years = await timeline({ user_id: "eve", step: "year" });
    expect(years?.results.map(({ start }) => start)).toEqual(["2025-01-01", "2026-01-01"]);
  });

  it("goes by the calendar of the time zone", async () => {
    const weeks = await timeline({ user_id: "eve", step: "week", time_zone: "Asia/Tokyo" });
    expect(weeks?.results.map(({ count }) => count)).toEqual([1, 1, 0, 2]);
  });

  it("filters by type and dates, a day as one of the zone", async () => {
    const counts = async (query: object) =>
      (await timeline({ user_id: "eve", step: "day", ...query }))?.count;
    expect(await counts({ document_type: "note" })).toBe(1);
    expect(await counts({ date_from: "2026-01-04", date_to: "2026-01-20" })).toBe(2);
    expect(await counts({ date_to: "2026-01-04", time_zone: "Asia/Tokyo" })).toBe(1);
    expect(await counts({ date_from: "2026-01-04T23:30:00Z" })).toBe(3);
    expect(await counts({ date_from: "2030-01-01" })).toBe(0);
  });

  it("refuses more steps than anybody can draw", async () => {
    await add("old", [
      { text: "Then.", entry_date: "1800-01-01" },
      { text: "Now.", entry_date: "2026-01-01" },
    ]);
    expect(await refused("timeline/?user_id=old&step=day")).toMatchObject({ field: "/step" });
    expect((await timeline({ user_id: "old", step: "month" }))?.results).toHaveLength(2713);
  });
});

describe("streaks", () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

  it("count days in a row, ending today or yesterday", async () => {
    const dated = (days: number[]) => days.map((day) => ({ text: "Written.", entry_date: daysAgo(day) }));
    await add("today", dated([0, 0, 1, 2, 10, 11, 12, 13, -5]));
    await add("yesterday", dated([1, 2]));
    await add("before", dated([2, 3]));
    expect(await streaks("today", "UTC")).toMatchObject({
      days_written: 7,
      current: { days: 3, from: daysAgo(2).slice(0, 10), to: daysAgo(0).slice(0, 10) },
      longest: { days: 4, from: daysAgo(13).slice(0, 10), to: daysAgo(10).slice(0, 10) },
    });
    expect((await streaks("yesterday", "UTC"))?.current.days).toBe(2);
    expect((await streaks("before", "UTC"))?.current).toEqual({ days: 0, from: null, to: null });
    expect((await streaks("before", "Pacific/Kiritimati"))?.longest.days).toBe(2);
  });

  it("are those of the time zone: two evenings there may be one day here", async () => {
    await add("night", [
      { text: "Late.", entry_date: "2026-01-01T23:30:00Z" },
      { text: "Early.", entry_date: "2026-01-02T01:00:00Z" },
    ]);
    expect((await streaks("night", "UTC"))?.longest.days).toBe(2);
    expect((await streaks("night", "Asia/Tokyo"))?.longest.days).toBe(1);
  });
});

describe("echoes", () => {
  it("pair new documents with old ones that are near, each once", async () => {
    await add("mia", [
      {
        title: "old sea",
        text: "We sailed along the coast and swam in the sea all day.",
        entry_date: "2024-06-01",
      },
      { title: "old bread", text: "I baked a loaf of rye bread with caraway.", entry_date: "2024-07-01" },
      { title: "near in time", text: "Swimming in the sea along the coast.", entry_date: "2026-04-20" },
      { title: "new sea", text: "A day of sailing and swimming along the coast.", entry_date: "2026-05-30" },
      { title: "again sea", text: "Sailing and swimming in the sea, all day.", entry_date: "2026-05-31" },
      { title: "new bread", text: "Baked bread: rye, with caraway, one loaf.", entry_date: "2026-06-01" },
      { title: "alone", text: "The tax office wants three forms and a stamp.", entry_date: "2026-06-01" },
    ]);
    await add("ben", [
      { title: "of ben", text: "Baked bread: rye, with caraway, one loaf.", entry_date: "2020-06-01" },
    ]);
    await service.settled();
    const found = await echoes("mia");
    const pairs = found?.results.map(({ recent, earlier }) => [recent.title, earlier.title]);
    // Of the two about the sea one, not both.
    const sea = [expect.stringMatching(/^(new|again) sea$/), "old sea"];
    expect(pairs).toHaveLength(2);
    expect(pairs).toEqual(expect.arrayContaining([["new bread", "old bread"], sea]));
    const scores = found?.results.map(({ score }) => score) ?? [];
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0.45);
    expect((await echoes("mia", 1))?.count).toBe(1);
  });
});
