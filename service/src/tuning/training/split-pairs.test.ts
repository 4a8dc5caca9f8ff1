import { expect, it } from "vitest";
import { splitPairs } from "./split-pairs.ts";

const parts = ["training", "validation", "test"] as const;

it("holds out a share, the same for the same seed", () => {
  const pairs = Array.from({ length: 300 }, (_, i) => ({ query: i, document: i }));
  const split = splitPairs(pairs, 0.3, 1);
  expect(parts.map((part) => split[part].length)).toEqual([210, 30, 60]);
  expect(splitPairs(pairs, 0.3, 1)).toEqual(split);
  expect(splitPairs(pairs, 0.3, 2)).not.toEqual(split);
});

it("keeps together what shares a query or a document", () => {
  // Three queries a document, and each tenth query has two documents.
  const pairs = Array.from({ length: 300 }, (_, i) => ({ query: i, document: Math.floor(i / 3) }));
  for (let i = 0; i < 300; i += 10) pairs.push({ query: i, document: 100 + i });
  const split = splitPairs(pairs, 0.3, 1);
  for (const key of ["query", "document"] as const) {
    const sets = parts.map((part) => new Set(split[part].map((pair) => pair[key])));
    for (const [i, one] of sets.entries())
      for (const other of sets.slice(i + 1)) expect([...one].filter((it) => other.has(it))).toEqual([]);
  }
  expect(parts.flatMap((part) => split[part])).toHaveLength(pairs.length);
});

it("does not hold out a group that is larger than its share", () => {
  const pairs = Array.from({ length: 100 }, (_, i) => ({ query: i, document: i < 60 ? 0 : i }));
  const split = splitPairs(pairs, 0.3, 1);
  expect(split.training.filter(({ document }) => document === 0)).toHaveLength(60);
  expect(split.test).toHaveLength(20);
});
