import { describe, expect, it } from "vitest";
import { analyseQuery, findHighlights } from "./query-terms.ts";

const TEXT = "We walked to O\u2019Hara\u2019s house, 👋 on 2024-03-01. The walks were long.";
const shown = (query: string, prefix = false) =>
  findHighlights(TEXT, analyseQuery(query, prefix), 0).map(({ start, end }) => TEXT.slice(start, end));

describe("highlights", () => {
  it.each([
    ["walking", ["walked", "walks"]],
    ["the walk", ["walked", "walks"]],
    ["2024-03-01", ["2024-03-01"]],
    ['"the walks"', ["walked", "The", "walks"]],
    ["nothing here", []],
  ])("of %s", (query, words) => {
    expect(shown(query)).toEqual(words);
  });

  it("of a word that is still being typed", () => {
    expect(shown("hou", true)).toEqual(["house"]);
    expect(shown("hou")).toEqual([]);
  });

  it("count from where the text begins in a longer one", () => {
    expect(findHighlights("a walk", analyseQuery("walk"), 100)).toEqual([
      { start: 102, end: 106, kind: "word" },
    ]);
  });
});
