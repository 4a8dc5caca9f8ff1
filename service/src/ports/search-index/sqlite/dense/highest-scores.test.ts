import { expect, test } from "vitest";
import { HighestScores } from "./highest-scores.ts";

test.each([1, 2, 5, 16, 40, 100])("the floor is the lowest of the %i highest scores", (count) => {
  const highest = new HighestScores(count, -1);
  const seen: number[] = [];
  for (let step = 0; step < 60; step++) {
    const score = ((step * 37) % 23) / 23;
    seen.push(score);
    const best = seen.toSorted((a, b) => b - a);
    expect(highest.add(score)).toBe(best[count - 1] ?? -1);
  }
});
