import { expect, it } from "vitest";
import { ABLATIONS } from "./ablations.ts";
import { compareFusions } from "./compare-fusions.ts";
import { scoreFusion } from "./score-fusion.ts";

/** "a" is near, "b" is named. */
const LEGS = {
  id: "q",
  text: "two words",
  semantic: [
    { id: "a", cosine: 0.6 },
    { id: "b", cosine: 0.5 },
  ],
  keyword: [{ id: "b", cosine: 0.5, bm25: 12 }],
  without: { pairs: [{ id: "a", bm25: 3 }], exact: [{ id: "b", bm25: 2 }] },
};

it.each([
  ["everything on", ["b", "a"]],
  ["words side by side", ["a", "b"]],
  ["exact form beside the stem", ["a", "b"]],
  ["points that follow the words of the query: always 15", ["b", "a"]],
  ["points that follow the words of the query: always 200", ["a", "b"]],
  ["keyword leg", ["a", "b"]],
  ["semantic leg", ["b"]],
])("ranks without: %s", (name, order) => {
  expect(ABLATIONS.find((ablation) => ablation.name === name)?.fusion(LEGS)).toEqual(order);
});

it("marks what is surely worse than the first", () => {
  const queries = Array.from({ length: 30 }, (_, i) => ({ ...LEGS, id: `${i}`, grades: { b: 1 } }));
  const dump = {
    format: 1 as const,
    measured: "2026-01-31T00:00:00.000Z",
    service: { version: "1", index: { id: "i", model: "m" }, dependencies: [], settings: null },
    depth: 200,
    sets: [{ set: "s", fingerprint: "f", queries }],
  };
  const ways = ABLATIONS.slice(0, 2).map(({ name, fusion }) => ({ name, sets: scoreFusion(dump, fusion) }));
  expect(compareFusions(ways, "off", "MRR@10")).toEqual([
    { off: "everything on", s: "1.000", "mean of sets": "1.000" },
    { off: "words side by side", s: "0.500 -", "mean of sets": "0.500" },
  ]);
});
