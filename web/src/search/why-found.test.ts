import { expect, test } from "vitest";
import { whyFound } from "./why-found.ts";

test("each way of being found has its words", () => {
  const highlights = [{ start: 0, end: 4, kind: "word" as const }];
  const reasons = [
    whyFound({ matched_by: ["semantic"], highlights: [] }),
    whyFound({ matched_by: ["keyword"], highlights }),
    whyFound({ matched_by: ["semantic", "keyword"], highlights }),
    whyFound({ matched_by: ["semantic", "keyword"], highlights: [] }),
  ];
  expect(new Set(reasons).size).toBe(4);
  expect(reasons[0]).toBe("close in meaning");
});
