import { describe, expect, it } from "vitest";
import { parseMonth, readEntries } from "./read-entries.ts";
import { type SampleEntry, sampleEntries } from "./sample-entries.ts";
import { LANGUAGES, MOODS, THEMES } from "./vocabulary.ts";

const DAY_MS = 86_400_000;
const NEW_YEAR = new Date("2026-01-01T00:00:00Z");
const NEW_YEARS_EVE = new Date("2026-12-31T23:59:59Z");
/** With every entry that there is. */
const whole = sampleEntries(NEW_YEARS_EVE);

const words = ({ text }: SampleEntry) => text.split(/\s+/).length;
const tagged = (entries: readonly SampleEntry[], tag: string) =>
  entries.filter(({ tags }) => tags.includes(tag));
const monthAndDay = ({ entryDate }: SampleEntry) => entryDate.toISOString().slice(5, 10);

it("has 80 to 120 entries on every day of a year, in order, none of today, the newest two weeks old at most", () => {
  const written = readEntries();
  // A leap year has every day there is.
  for (let today = Date.UTC(2028, 0, 1); today < Date.UTC(2029, 0, 1); today += DAY_MS) {
    const entries = sampleEntries(new Date(today + DAY_MS / 3), written);
    const times = entries.map(({ entryDate }) => entryDate.getTime());
    const newest = times.at(-1) ?? 0;
    expect(times.length).toBeGreaterThanOrEqual(80);
    expect(times.length).toBeLessThanOrEqual(120);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(newest).toBeLessThan(today);
    expect(today - newest).toBeLessThanOrEqual(14 * DAY_MS);
  }
});

it("keeps month and day, so that the seasons hold, and moves on by a year at New Year", () => {
  const nextYear = sampleEntries(new Date("2027-01-01T00:00:00Z"));
  expect(nextYear.map(({ id }) => id)).toEqual(sampleEntries(NEW_YEAR).map(({ id }) => id));
  const dates = new Map(whole.map((entry) => [entry.id, entry.entryDate]));
  for (const { id, entryDate } of nextYear) {
    const before = dates.get(id);
    expect(entryDate.getUTCFullYear()).toBe((before?.getUTCFullYear() ?? 0) + 1);
    expect(entryDate.toISOString().slice(5)).toBe(before?.toISOString().slice(5));
  }
});

it("has entries on the same day of two or three years", () => {
  const years = Map.groupBy(whole, monthAndDay).values().toArray();
  expect(years.filter(({ length }) => length === 2).length).toBeGreaterThanOrEqual(3);
  expect(years.filter(({ length }) => length === 3).length).toBeGreaterThanOrEqual(4);
});

it("has ids of its own, all moods, and some entries without one", () => {
  expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
  expect(new Set(whole.map(({ mood }) => mood))).toEqual(new Set([...MOODS, null]));
});

it.each([NEW_YEAR, NEW_YEARS_EVE])("has 8 to 20 entries of each theme at %o", (today) => {
  const entries = sampleEntries(today);
  for (const theme of THEMES) {
    expect(tagged(entries, theme).length, theme).toBeGreaterThanOrEqual(8);
    expect(tagged(entries, theme).length, theme).toBeLessThanOrEqual(20);
  }
});

describe("languages", () => {
  const commonWords = {
    deutsch: /\b(und|der|die|das|ich|nicht|mit|ist)\b/giu,
    français: /\b(et|le|la|les|que|elle|une|pour)\b/giu,
    español: /\b(y|el|la|los|que|una|por|con)\b/giu,
  };
  const english = /\b(the|and|of|to|in|that|it|was)\b/gi;
  const often = (text: string, pattern: RegExp) =>
    (text.match(pattern) ?? []).length / text.split(" ").length;

  it.each(LANGUAGES)("are told by the tag %s", (language) => {
    for (const { id, text } of tagged(sampleEntries(NEW_YEAR), language)) {
      expect(often(text, commonWords[language]), id).toBeGreaterThan(2 * often(text, english));
    }
  });

  it("are three times German, twice French and once Spanish, on every day of the year", () => {
    const counts = LANGUAGES.map((language) => tagged(sampleEntries(NEW_YEAR), language).length);
    expect(counts).toEqual([3, 2, 1]);
  });
});

it("has one-liners and long entries", () => {
  const lengths = sampleEntries(NEW_YEAR).map(words);
  expect(lengths.filter((length) => length <= 30).length).toBeGreaterThanOrEqual(6);
  expect(lengths.filter((length) => length >= 400).length).toBeGreaterThanOrEqual(6);
  expect(Math.max(...whole.map(words))).toBeLessThanOrEqual(700);
});

describe("a month", () => {
  const entry = "---\nid: a-day\ndate: 03-02\ntitle: A day\nmood: calm\ntags: river, birds\n---\n\nRain.\n";

  it("is a file of its own", () => {
    expect(readEntries().length).toBe(whole.length);
    expect(parseMonth("year-2/03-march.md", `${entry}\n${entry.replace("mood: calm\n", "")}`)).toMatchObject([
      {
        id: "a-day",
        title: "A day",
        text: "Rain.",
        mood: "calm",
        tags: ["river", "birds"],
        year: 2,
        month: 3,
      },
      { id: "a-day", mood: null, day: 2 },
    ]);
  });

  it.each([
    ["id: a-day", "id: A Day", "/id"],
    ["date: 03-02", "date: 13-02", "/month"],
    ["mood: calm", "mood: fine", "/mood"],
    ["mood: calm", "moods: calm", "a-day"],
    ["tags: river", "tags: ,river", "/tags"],
    ["Rain.", "", "/text"],
    ["---\nid", "A heading\n---\nid", "A heading"],
  ])("with %j as %j is refused", (right, wrong, named) => {
    const parse = () => parseMonth("year-2/03-march.md", entry.replace(right, wrong));
    expect(parse).toThrow("year-2/03-march.md");
    expect(parse).toThrow(named);
  });
});
