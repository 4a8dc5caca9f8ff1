import { describe, expect, it } from "vitest";
import { isoDay } from "./days.ts";
import { openTimeZone } from "./time-zone.ts";
import { understandDates } from "./understand-dates.ts";

/** A Tuesday. */
const NOW = Date.parse("2026-11-24T10:00:00Z");
const UTC = openTimeZone("UTC");

async function understood(query: string, now = NOW, zone = UTC) {
  const dates = await understandDates(query, now, zone);
  if (!dates) return undefined;
  const { from, to } = dates.range;
  return [from === undefined ? "" : isoDay(from), to === undefined ? "" : isoDay(to), dates.rest];
}

describe("dates in a query", () => {
  it.each([
    ["dinner last spring", "2026-03-01", "2026-05-31", "dinner"],
    ["what happened in March 2024?", "2024-03-01", "2024-03-31", "what happened ?"],
    ["two weeks ago", "2026-11-09", "2026-11-15", ""],
    ["walks in the last two weeks", "2026-11-10", "2026-11-24", "walks"],
    ["past 3 days", "2026-11-21", "2026-11-24", ""],
    ["last week at work", "2026-11-16", "2026-11-22", "at work"],
    ["this week", "2026-11-23", "2026-11-29", ""],
    ["the week before last", "2026-11-09", "2026-11-15", ""],
    ["last month", "2026-10-01", "2026-10-31", ""],
    ["this month", "2026-11-01", "2026-11-30", ""],
    ["two months ago", "2026-09-01", "2026-09-30", ""],
    ["last year", "2025-01-01", "2025-12-31", ""],
    ["earlier this year", "2026-01-01", "2026-12-31", "earlier"],
    ["a year ago", "2025-01-01", "2025-12-31", ""],
    ["travel in 2023", "2023-01-01", "2023-12-31", "travel"],
    ["before 2020", "", "2019-12-31", ""],
    ["since March", "2026-03-01", "", ""],
    ["after May 2024", "2024-06-01", "", ""],
    ["until yesterday", "", "2026-11-23", ""],
    ["between March and May 2024", "2024-03-01", "2024-05-31", ""],
    ["between November and February", "2025-11-01", "2026-02-28", ""],
    ["the trip from 3 to 10 June 2025", "2025-06-03", "2025-06-10", "the trip"],
    ["in december", "2025-12-01", "2025-12-31", ""],
    ["last November", "2025-11-01", "2025-11-30", ""],
    ["on 12 March", "2026-03-12", "2026-03-12", ""],
    ["March 12th, 2021", "2021-03-12", "2021-03-12", ""],
    ["quarrel on 2024-03-05", "2024-03-05", "2024-03-05", "quarrel"],
    ["yesterday", "2026-11-23", "2026-11-23", ""],
    ["this morning", "2026-11-24", "2026-11-24", ""],
    ["last Friday with Ann", "2026-11-20", "2026-11-20", "with Ann"],
    ["on Thursday", "2026-11-19", "2026-11-19", ""],
    ["over the weekend", "2026-11-21", "2026-11-22", ""],
    ["in the spring", "2026-03-01", "2026-05-31", ""],
    ["summer 2023 in Spain", "2023-06-01", "2023-08-31", "in Spain"],
    ["winter of 2023", "2023-12-01", "2024-02-29", ""],
    ["winter 2023/24", "2023-12-01", "2024-02-29", ""],
    ["last winter", "2025-12-01", "2026-02-28", ""],
    ["this autumn", "2026-09-01", "2026-11-30", ""],
    ["last autumn", "2025-09-01", "2025-11-30", ""],
    ["autumn of last year", "2025-09-01", "2025-11-30", ""],
    ["im letzten Sommer am Meer", "2026-06-01", "2026-08-31", "am Meer"],
    ["letzten Winter", "2025-12-01", "2026-02-28", ""],
    ["Wandern im Frühling 2024", "2024-03-01", "2024-05-31", "Wandern"],
    ["im März 2024", "2024-03-01", "2024-03-31", ""],
    ["seit Mai", "2026-05-01", "", ""],
    ["vor zwei Wochen", "2026-11-09", "2026-11-15", ""],
    ["letzte Woche", "2026-11-16", "2026-11-22", ""],
    ["vorletzte Woche", "2026-11-09", "2026-11-15", ""],
    ["am 3. Mai 2024", "2024-05-03", "2024-05-03", ""],
    ["gestern", "2026-11-23", "2026-11-23", ""],
  ])("%s", async (query, from, to, rest) => {
    expect(await understood(query)).toEqual([from, to, rest]);
  });

  it.each([
    "dinner with June",
    "I may go, and march for peace",
    "sun and sea",
    "a broken spring",
    "so am I, or do I",
    "10 eggs in 30 minutes",
    "plans for next year",
    "the 5 best of 1000 books",
    "at 5pm",
    "now",
    'the song "last summer" by heart',
    "café",
  ])("are none in: %s", async (query) => {
    expect(await understood(query)).toBeUndefined();
  });

  it("take no longer in a query of nothing else", async () => {
    expect(await understood("may 5 to may 6 and ".repeat(500))).toBeDefined();
  });

  it("are those of the reader's time zone", async () => {
    const lateInUtc = Date.parse("2026-11-24T23:30:00Z");
    expect((await understood("today", lateInUtc, openTimeZone("Europe/Berlin")))?.[0]).toBe("2026-11-25");
    expect((await understood("today", lateInUtc))?.[0]).toBe("2026-11-24");
    expect((await understood("this week", lateInUtc, openTimeZone("Pacific/Auckland")))?.[0]).toBe(
      "2026-11-23",
    );
  });

  it("say which words they were", async () => {
    expect((await understandDates("Dinner in  March 2024, by the sea", NOW, UTC))?.words).toBe(
      "in  March 2024",
    );
  });
});

describe("a time zone", () => {
  it.each([
    ["UTC", "2026-03-29", "2026-03-29T00:00:00.000Z"],
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["America/New_York", "2026-11-01", "2026-11-01T04:00:00.000Z"],
    ["America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z"],
    ["Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00.000Z"],
  ])("%s begins %s at %s", (name, day, start) => {
    const zone = openTimeZone(name);
    expect(new Date(zone.startOf(Date.parse(day))).toISOString()).toBe(start);
    expect(isoDay(zone.dayAt(Date.parse(start)))).toBe(day);
  });

  it("that is none is refused", () => {
    expect(() => openTimeZone("Mars/Olympus")).toThrow(/IANA name/);
  });
});
