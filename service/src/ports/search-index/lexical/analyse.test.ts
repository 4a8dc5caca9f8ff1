import { describe, expect, test } from "vitest";
import { createAnalyser } from "./analyse.ts";

const analyser = createAnalyser();
const exactForms = (text: string) => analyser.text(text).map((term) => term.exact);

describe("a text", () => {
  test("gives each word with its stem, offsets and position", () => {
    expect(analyser.text("We walked, home")).toEqual([
      { exact: "we", stem: "we", compound: false, start: 0, end: 2, position: 0 },
      { exact: "walked", stem: "walk", compound: false, start: 3, end: 9, position: 1 },
      { exact: "home", stem: "home", compound: false, start: 11, end: 15, position: 2 },
    ]);
  });

  test("has offsets in UTF-16 code units", () => {
    const text = "👩‍👩‍👧 ｶﾀｶﾅ and Straße";
    expect(analyser.text(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "ｶﾀｶﾅ",
      "and",
      "Straße",
    ]);
  });

  test("keeps compounds whole, at the position of their first part", () => {
    const terms = analyser.text("on 2024-03-01 foo_bar");
    expect(terms.map(({ exact, position, compound }) => [exact, position, compound])).toEqual([
      ["on", 0, false],
      ["2024-03-01", 1, true],
      ["2024", 1, false],
      ["03", 2, false],
      ["01", 3, false],
      ["foo_bar", 4, true],
      ["foo", 4, false],
      ["bar", 5, false],
    ]);
  });

  test.each([
    ["Café ＣＡＦÉ cafe\u0301", ["cafe", "cafe", "cafe"]],
    ["Straße Ørsted Łódź İstanbul Ὀδυσσεύς", ["strasse", "orsted", "lodz", "istanbul", "οδυσσευσ"]],
    ["the writer's, Writer’s, don't, don’t", ["the", "writer", "writer", "don't", "don't"]],
    ["l'amour o’clock", ["l'amour", "l", "amour", "o'clock", "o", "clock"]],
    ["end. Next -dash- a--b", ["end", "next", "dash", "a", "b"]],
    ["हिन्दी ガ 서울", ["हिन्दी", "ガ", "서울"]],
    ["東京 ", ["東京"]],
    ["", []],
    ["\ud800 … !", []],
  ])("%s", (text, words) => {
    expect(exactForms(text)).toEqual(words);
  });

  test("bounds what one word may be", () => {
    expect(exactForms("x".repeat(5000))).toEqual(["x".repeat(100)]);
    expect(exactForms("a-".repeat(5000)).filter((word) => word === "a")).toHaveLength(5000);
  });

  test("is analysed the same the second time", () => {
    expect(analyser.text("Foo_bar's cafés")).toEqual(createAnalyser().text("Foo_bar's cafés"));
  });
});

describe("a query", () => {
  const words = (text: string) => analyser.query(text).terms.map((term) => term.exact);

  test("loses its stop words, unless it has no others", () => {
    expect(words("what is the meaning of it")).toEqual(["meaning"]);
    expect(words("to be or not")).toEqual(["to", "be", "or", "not"]);
    expect(words("DON’T panic")).toEqual(["panic"]);
  });

  test("names each word once", () => {
    expect(words("New York, new york")).toEqual(["new", "york"]);
  });

  test("gives what stands in double quotes as phrases, stop words and all", () => {
    expect(analyser.query('find "to be, or" „New York“ "" "left').phrases).toEqual([
      ["to", "be", "or"],
      ["new", "york"],
    ]);
    expect(words('find "the lake')).toEqual(["find", "lake"]);
  });

  test("marks the last word as unfinished when asked to, unless something follows it", () => {
    const prefixes = (text: string) =>
      analyser.query(text, { prefix: true }).terms.flatMap((term) => (term.prefix ? [term.exact] : []));
    expect(prefixes("lake the")).toEqual(["the"]);
    expect(prefixes("lake the ")).toEqual([]);
    expect(analyser.query("lake").terms.some((term) => term.prefix)).toBe(false);
  });
});

describe("pairs of a query", () => {
  test.each([
    ["lord sandwich", [["lord", "sandwich"]]],
    [
      "did Lord Sandwich sail",
      [
        ["lord", "sandwich"],
        ["sandwich", "sail"],
      ],
    ],
    ["lord of sandwich", []],
    ["sandwich", []],
    ["to be or not", []],
    [
      "new york new york",
      [
        ["new", "york"],
        ["york", "new"],
      ],
    ],
  ])("%s", (query, pairs) => {
    expect(analyser.query(query).pairs).toEqual(pairs);
  });

  test("leave out a word that may be unfinished", () => {
    expect(analyser.query("lord sandw", { prefix: true }).pairs).toEqual([]);
  });
});
