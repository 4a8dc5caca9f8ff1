import type { Theme } from "@cosmic/contract/patterns";
import { expect, test } from "vitest";
import { changeInWords, moodsInWords, nameOf, sectionsOf, trendInWords } from "./words.ts";

const theme = (id: string, group: number, documents: number): Theme => ({
  id,
  label: `label of ${id}`,
  name: null,
  hidden: false,
  merged: [],
  documents,
  group,
  x: 0,
  y: 0,
  terms: [],
  trend: { direction: "unknown", factor: null, interval: null },
  moods: [],
  first_seen: null,
  last_seen: null,
  change: "kept",
});

test("the name that was given wins over the label", () => {
  expect(nameOf(theme("a", 0, 1))).toBe("label of a");
  expect(nameOf({ ...theme("a", 0, 1), name: "River" })).toBe("River");
});

test("a trend is said with its interval, and not where nothing can be said", () => {
  expect(trendInWords({ direction: "rising", factor: 1.8, interval: [1.2, 2.61] })).toBe(
    "rising: +80 % a year (+20 % to +161 %)",
  );
  expect(trendInWords({ direction: "fading", factor: 0.5, interval: [0.3, 0.8] })).toBe(
    "fading: −50 % a year (−70 % to −20 %)",
  );
  expect(trendInWords({ direction: "unknown", factor: null, interval: null })).toBe(
    "too few entries for a trend",
  );
});

test("changes read well from nearly nothing to very many times", () => {
  const words = [0.001, 0.997, 1, 3.99, 4, 12.3, 1e6].map(changeInWords);
  expect(words).toEqual(["−100 %", "±0 %", "±0 %", "+299 %", "×4.0", "×12", "×1,000 or more"]);
});

test("moods are said in their direction", () => {
  const mood = (name: string, direction: "more" | "less") => ({
    ...{ mood: name, direction, share: 0.5, share_elsewhere: 0.2, documents: 9, sentence: "" },
  });
  expect(moodsInWords([mood("calm", "more"), mood("tired", "less"), mood("happy", "more")])).toBe(
    "more often calm, happy; less often tired",
  );
  expect(moodsInWords([])).toBeUndefined();
});

test("many themes stand under the headings of their groups, the group with most entries first", () => {
  const groups = ["small", "large", "single"].map((label) => ({ label, themes: [] }));
  const themes = Array.from({ length: 24 }, (_, i) => theme(`t${i}`, i < 4 ? 0 : 1, 50 - i));
  const sections = sectionsOf([...themes, theme("alone", 2, 99)], groups);
  expect(sections.map(({ heading }) => heading)).toEqual(["large", "small", "Each by itself"]);
  expect(sections.flatMap((section) => section.themes)).toHaveLength(25);
  expect(sections[1]?.themes.map(({ id }) => id)).toEqual(["t0", "t1", "t2", "t3"]);
});

test("fewer themes, and those of one group, stand together", () => {
  const groups = [{ label: "one", themes: [] }];
  const few = Array.from({ length: 20 }, (_, i) => theme(`t${i}`, i % 3, 50 - i));
  expect(sectionsOf(few, groups).map(({ heading }) => heading)).toEqual([undefined]);
  const same = Array.from({ length: 30 }, (_, i) => theme(`t${i}`, 0, 50 - i));
  expect(sectionsOf(same, groups).map(({ heading }) => heading)).toEqual([undefined]);
});
