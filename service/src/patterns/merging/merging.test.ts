import { describe, expect, it } from "vitest";
import { keptMerges } from "./kept-merges.ts";
import { mergeRoots } from "./merge-roots.ts";

describe("a theme shows as", () => {
  const rootsOf = (ids: string, merges: Record<string, string>) =>
    Object.fromEntries(mergeRoots(ids, new Map(Object.entries(merges))));

  it("itself, or the last one it was merged into", () => {
    expect(rootsOf("abcd", { a: "b", b: "c" })).toEqual({ a: "c", b: "c", c: "c", d: "d" });
  });

  it("itself where the other one is no more, and what lies behind that where it is", () => {
    expect(rootsOf("ac", { a: "b" })).toEqual({ a: "a", c: "c" });
    expect(rootsOf("ac", { a: "b", b: "c" })).toEqual({ a: "c", c: "c" });
  });
});

describe("when a theme is gone that others were merged into", () => {
  const sizes = new Map([
    ["a", 5],
    ["b", 9],
    ["c", 7],
    ["x", 3],
  ]);
  const setting = (themeId: string, mergedInto: string | null, name: string | null = null) => ({
    themeId,
    mergedInto,
    name,
  });

  it("the one that has its documents takes its place, and its name", () => {
    const settings = [setting("a", "gone"), setting("b", "gone"), setting("gone", null, "Sea")];
    expect(keptMerges(settings, sizes, new Map([["gone", "x"]]))).toEqual([
      setting("a", "x"),
      setting("b", "x"),
      setting("x", null, "Sea"),
    ]);
  });

  it("or else the largest of its parts does; a name of its own stays", () => {
    const settings = [setting("a", "gone"), setting("b", "gone", "Boats"), setting("gone", null, "Sea")];
    expect(keptMerges(settings, sizes, new Map([["gone", null]]))).toEqual([
      setting("a", "b"),
      setting("b", null, "Boats"),
    ]);
  });

  it("no theme becomes part of itself", () => {
    const settings = [setting("a", "b"), setting("b", "gone"), setting("x", "other"), setting("c", "x")];
    const kept = keptMerges(
      settings,
      sizes,
      new Map([
        ["gone", "x"],
        ["other", "a"],
      ]),
    );
    const merges = new Map([...settings, ...kept].map(({ themeId, mergedInto }) => [themeId, mergedInto]));
    const roots = mergeRoots(
      sizes.keys(),
      new Map([...merges].flatMap(([id, into]) => (into === null ? [] : [[id, into]]))),
    );
    const shown = new Set(roots.values());
    for (const id of shown) expect(roots.get(id)).toBe(id);
    expect(shown.size).toBe(1);
  });

  it("nothing changes where the other one is still there, or part of one that is", () => {
    expect(keptMerges([setting("a", "b")], sizes, new Map())).toEqual([]);
    expect(keptMerges([setting("a", "gone"), setting("gone", "b")], sizes, new Map([["gone", "x"]]))).toEqual(
      [],
    );
  });
});
