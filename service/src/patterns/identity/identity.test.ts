import { describe, expect, it } from "vitest";
import type { PreviousThemes, ThemeChange } from "../themes.ts";
import { joinTheme, reachOf } from "./join-theme.ts";
import { nameThemes } from "./name-themes.ts";

/** "aaab." is five documents, the last in no theme. */
const previousOf = (themes: string): PreviousThemes => ({
  members: [...themes].flatMap((themeId, i) => (themeId === "." ? [] : [{ documentId: idOf(i), themeId }])),
  map: [...themes].map((_, i) => ({ documentId: idOf(i), x: 0, y: 0 })),
});
const idOf = (i: number) => `d${String(i).padStart(3, "0")}`;

/** The labels now, "0" to "9" or ".", of the same documents and of more. */
function name(before: string, now: string) {
  const labels = Int32Array.from([...now].map((label) => (label === "." ? -1 : Number(label))));
  const count = Math.max(-1, ...labels) + 1;
  return nameThemes(
    [...now].map((_, i) => idOf(i)),
    labels,
    count,
    before === "" ? undefined : previousOf(before),
  );
}
const kinds = (changes: readonly ThemeChange[]) => changes.map(({ kind }) => kind);

describe("between two runs", () => {
  it("a theme keeps its id when a third or more is in both", () => {
    const { ids, changes } = name("aaaaaabbbb", "1111110000");
    expect(ids).toEqual(["b", "a"]);
    expect(changes).toEqual([
      { kind: "kept", themeId: "b", overlap: 1 },
      { kind: "kept", themeId: "a", overlap: 1 },
    ]);
    // 2 of 6 are in both, then 1 of 7.
    expect(kinds(name("aaaa..", "..0000").changes)).toEqual(["kept"]);
    expect(kinds(name("aaaa...", "...0000").changes)).toEqual(["new", "gone"]);
  });

  it("new documents count for nothing", () => {
    expect(name("aaaa", "000000000000").changes).toEqual([{ kind: "kept", themeId: "a", overlap: 1 }]);
    expect(name("aaaa", "....0000").changes).toEqual([
      { kind: "new", themeId: expect.any(String) },
      { kind: "gone", themeId: "a" },
    ]);
  });

  it("the larger part of a split keeps the id", () => {
    const { ids, changes } = name("aaaaaaaaaa", "0000111111");
    expect(ids[1]).toBe("a");
    expect(changes[0]).toEqual({ kind: "split", themeId: ids[0], from: "a" });
  });

  it("the larger of two that merge gives its id, the other says where it went", () => {
    expect(name("aaaaaabbbb", "0000000000").changes).toEqual([
      { kind: "kept", themeId: "a", overlap: 0.6 },
      { kind: "merged", themeId: "b", into: "a" },
    ]);
  });

  it("a theme that falls apart into outliers is gone", () => {
    expect(name("aaaabbbb", "0000....").changes).toEqual([
      { kind: "kept", themeId: "a", overlap: 1 },
      { kind: "gone", themeId: "b" },
    ]);
  });

  it("the same documents make the same new ids, never one that is taken", () => {
    const first = name("", "00001111");
    expect(first.ids).toEqual(name("", "00001111").ids);
    expect(new Set(first.ids).size).toBe(2);
    expect(kinds(first.changes)).toEqual(["new", "new"]);
    // The first theme went on with other documents, and its first documents make a theme of their own again.
    const [taken = ""] = first.ids;
    const { ids } = nameThemes(
      Array.from({ length: 12 }, (_, i) => idOf(i)),
      Int32Array.from([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]),
      2,
      {
        members: Array.from({ length: 8 }, (_, i) => ({ documentId: idOf(i + 4), themeId: taken })),
        map: Array.from({ length: 12 }, (_, i) => ({ documentId: idOf(i), x: 0, y: 0 })),
      },
    );
    expect(ids[1]).toBe(taken);
    expect(ids[0]).not.toBe(taken);
  });
});

describe("a new entry", () => {
  const themes = [
    { id: "a", centroid: Float32Array.from([1, 0]), reach: 0.8 },
    { id: "b", centroid: Float32Array.from([0, 1]), reach: 0.95 },
  ];

  it("joins the nearest theme within its reach", () => {
    expect(joinTheme([0.8, 0.6], themes)?.theme.id).toBe("a");
    expect(joinTheme([0.28, 0.96], themes)?.theme.id).toBe("b");
  });

  it("stays alone beyond it, or without themes", () => {
    expect(joinTheme([0.6, 0.8], themes)).toBeUndefined();
    expect(joinTheme([1, 0], [])).toBeUndefined();
  });

  it("is reached by what nearly all members are", () => {
    const cosines = Array.from({ length: 100 }, (_, i) => i / 100);
    expect(reachOf(cosines)).toBe(0.05);
    expect(reachOf([0.7, 0.9])).toBe(0.7);
    expect(reachOf([])).toBe(1);
  });
});
