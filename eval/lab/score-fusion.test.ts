import { expect, it } from "vitest";
import { FUSIONS } from "./fusions.ts";
import type { LegDump } from "./leg-dump.ts";
import { scoreFusion } from "./score-fusion.ts";

const DUMP: LegDump = {
  format: 1,
  measured: "2026-01-31T00:00:00.000Z",
  service: { version: "1", index: { id: "i", model: "m" }, dependencies: [], settings: null },
  depth: 200,
  sets: [
    {
      set: "s",
      fingerprint: "f",
      queries: [
        {
          id: "q1",
          text: "a",
          grades: { b: 1 },
          semantic: [
            { id: "a", cosine: 0.9 },
            { id: "b", cosine: 0.8 },
          ],
          keyword: [
            { id: "b", cosine: 0.8, bm25: 7 },
            { id: "c", cosine: 0.1, bm25: 3 },
          ],
        },
        { id: "q2", text: "b", grades: { z: 1 }, semantic: [{ id: "a", cosine: 0.9 }], keyword: [] },
      ],
    },
  ],
};

it.each([
  ["by score", 0.5],
  ["semantic alone", 0.25],
  ["keyword alone", 0.5],
  ["RRF k=2", 0.5],
  ["RRF k=60", 0.5],
])("scores %s on a dump", (name, mrr) => {
  const fusion = FUSIONS.find((registered) => registered.name.startsWith(name))?.fusion;
  if (!fusion) throw new Error(`${name} is not registered`);
  const [scored] = scoreFusion(DUMP, fusion);
  expect(scored?.mean["MRR@10"]).toBe(mrr);
  expect(scored?.queries.map(({ id }) => id)).toEqual(["q1", "q2"]);
});
