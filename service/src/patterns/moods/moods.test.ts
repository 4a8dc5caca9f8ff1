import { describe, expect, it } from "vitest";
import { mulberry32 } from "../seeded-random.ts";
import { describeAssociation } from "./describe-association.ts";
import { adjustForMany } from "./false-discovery.ts";
import { fisherExact } from "./fisher.ts";
import { moodAssociations } from "./mood-associations.ts";

// Values of scipy.stats.fisher_exact and false_discovery_control.
it.each([
  [3, 1, 1, 3, 0.485714],
  [12, 3, 40, 120, 3.69779e-5],
  [0, 9, 50, 60, 0.00994817],
  [7, 7, 70, 70, 1],
])("gives the p of Fisher's exact test for %i %i %i %i", (inWith, inWithout, outWith, outWithout, p) => {
  expect(fisherExact({ inWith, inWithout, outWith, outWithout }) / p).toBeCloseTo(1, 4);
});

it("adjusts for many as Benjamini and Hochberg do", () => {
  const expected = [0.025, 0.05, 0.05, 0.2, 0.025];
  for (const [i, p] of adjustForMany([0.01, 0.04, 0.03, 0.2, 0.005]).entries())
    expect(p).toBeCloseTo(expected[i] ?? 0);
  expect(adjustForMany([])).toEqual([]);
});

/** Documents of one theme and mood, so many times. */
function tell(...groups: [theme: number, mood: string | undefined, times: number][]) {
  const all = groups.flatMap(([theme, mood, times]) =>
    Array.from({ length: times }, () => ({ theme, mood })),
  );
  return { themes: Int32Array.from(all.map(({ theme }) => theme)), moods: all.map(({ mood }) => mood) };
}

describe("moods that go with a theme", () => {
  it("are found, more often and less often, with shares and interval", () => {
    const { themes, moods } = tell(
      [0, "calm", 30],
      [0, "sad", 10],
      [1, "calm", 20],
      [1, "sad", 80],
      [-1, "calm", 10],
      [-1, undefined, 50],
    );
    const [own = []] = moodAssociations(themes, moods, 2);
    expect(own.map(({ mood, direction }) => [mood, direction])).toEqual([
      ["calm", "more"],
      ["sad", "less"],
    ]);
    expect(own[0]).toMatchObject({ documents: 30, share: 0.75, shareElsewhere: 30 / 110 });
    expect(own[0]?.low).toBeGreaterThan(1);
    expect(own[0]?.oddsRatio).toBeGreaterThan(own[0]?.low ?? 0);
    expect(own[0]?.high).toBeGreaterThan(own[0]?.oddsRatio ?? 0);
  });

  it("need enough documents", () => {
    const { themes, moods } = tell([0, "calm", 7], [1, "sad", 200]);
    expect(moodAssociations(themes, moods, 2)[0]).toEqual([]);
  });

  it("are hardly ever found where there is nothing", () => {
    const found = Array.from({ length: 40 }, (_, seed) => {
      const random = mulberry32(seed);
      const all = Array.from({ length: 1000 }, () => Math.floor(random() * 20));
      const moods = all.map(() => `mood ${Math.floor(random() * 8)}`);
      return moodAssociations(Int32Array.from(all), moods, 20).flat().length > 0;
    });
    // 160 tests each time; without the correction nearly every time had some.
    expect(found.filter(Boolean).length / 40).toBeLessThan(0.15);
  });

  it("are worded as what stands together", () => {
    const { themes, moods } = tell([0, "calm", 30], [0, "sad", 10], [1, "calm", 20], [1, "sad", 80]);
    const [association] = moodAssociations(themes, moods, 2)[0] ?? [];
    expect(association && describeAssociation(association)).toBe(
      '"calm" is noted more often with entries of this theme (75 %) than with others (20 %).',
    );
  });
});
