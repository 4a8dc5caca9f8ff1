import { expect, it } from "vitest";
import { numberPairs } from "./number-pairs.ts";

const said = (query: string, text: string, answers = true) => ({ query, title: "", text, answers });

it("counts texts once, and takes what was said first", () => {
  const numbered = numberPairs([
    said("sea", "Waves."),
    said(" sea ", "Sand.", false),
    said("wood", "Waves."),
    said("sea", "Sand."),
    said("sea", "Waves.", false),
  ]);
  expect(numbered.queries).toEqual(["sea", "wood"]);
  expect(numbered.documents.map(({ text }) => text)).toEqual(["Waves.", "Sand."]);
  expect(numbered.pairs).toEqual([
    { query: 0, document: 0 },
    { query: 1, document: 0 },
  ]);
  expect(numbered.negatives).toEqual([{ query: 0, document: 1 }]);
});

it("takes documents of one text and two titles for two", () => {
  const rows = ["One", "Two"].map((title) => ({ query: "q", title, text: "t", answers: true }));
  expect(numberPairs(rows).documents).toHaveLength(2);
});
