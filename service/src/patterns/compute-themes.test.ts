import { describe, expect, it } from "vitest";
import { adjustedRand } from "./clustering/agreement.ts";
import { computeThemes } from "./compute-themes.ts";
import { makeUpDocuments, topicOf } from "./made-up-documents.ts";
import type { FoundThemes, ThemeDocument } from "./themes.ts";

const seed = 1;

/** How well themes fit the topics that documents were made up about. */
function agreement(documents: readonly ThemeDocument[], { members, themes }: FoundThemes): number {
  const themeOf = new Map(members.map(({ documentId, themeId }) => [documentId, themeId]));
  const labels = documents.map(({ id }) => themes.findIndex((theme) => theme.id === themeOf.get(id)));
  return adjustedRand(documents.map(topicOf), labels);
}

describe.each([
  ["a small journal", { topics: 4, perTopic: 12, stray: 3 }],
  ["a larger journal", { topics: 8, perTopic: 40, stray: 10 }],
])("%s", (_, madeUp) => {
  const documents = makeUpDocuments(madeUp);
  const found = computeThemes({ documents, seed });

  it("has the themes it was made of", () => {
    expect(found).toMatchObject({ status: "found", documents: documents.length });
    expect(found.themes).toHaveLength(madeUp.topics);
    expect(agreement(documents, found)).toBeGreaterThan(0.9);
  });

  it("has for each theme a label, representatives, dates and a place", () => {
    for (const theme of found.themes) {
      expect(theme.label).toMatch(/(topic|word)\d/);
      expect(theme.representatives.length).toBeGreaterThan(0);
      expect(theme.firstSeen).toBeLessThan(theme.lastSeen ?? 0);
      expect(Number.isFinite(theme.x + theme.y)).toBe(true);
      expect(found.members.filter(({ themeId }) => themeId === theme.id)).toHaveLength(theme.size);
    }
    expect(new Set(found.themes.map(({ label }) => label)).size).toBe(found.themes.length);
    expect(found.groups.flatMap(({ themes }) => themes).sort()).toEqual(
      found.themes.map(({ id }) => id).sort(),
    );
  });

  it("has a place on the map for every document", () => {
    expect(found.map.map(({ documentId }) => documentId).sort()).toEqual(
      documents.map(({ id }) => id).sort(),
    );
  });

  it("is the same for the same documents in another order", () => {
    expect(computeThemes({ documents: documents.toReversed(), seed })).toEqual(found);
  });

  it("keeps its themes when entries are added", () => {
    const more = makeUpDocuments({ ...madeUp, perTopic: madeUp.perTopic + 3, stray: 0, seed: 2 }).slice(
      -3 * madeUp.topics,
    );
    const added = more.map((document, i) => ({ ...document, id: `more ${i}` }));
    const again = computeThemes({ documents: [...documents, ...added], seed, previous: found });
    expect(again.themes.map(({ id }) => id).sort()).toEqual(found.themes.map(({ id }) => id).sort());
    expect(again.changes.every(({ kind }) => kind === "kept")).toBe(true);
  });
});

it("says when there is not enough yet", () => {
  const documents = makeUpDocuments({ topics: 2, perTopic: 9 });
  expect(computeThemes({ documents, seed })).toEqual({
    status: "not_enough",
    documents: 18,
    themes: [],
    groups: [],
    members: [],
    map: [],
    changes: [],
  });
});

it("takes documents that are all the same", () => {
  const [one] = makeUpDocuments({ topics: 1, perTopic: 1 });
  for (const count of [30, 200]) {
    const documents = Array.from({ length: count }, (_, i) => ({
      id: `d${i}`,
      text: "",
      date: undefined,
      mood: undefined,
      vector: one?.vector ?? new Float32Array(32),
    }));
    const { map, status } = computeThemes({ documents, seed });
    expect(status).toBe("found");
    expect(map.every(({ x, y }) => Number.isFinite(x + y))).toBe(true);
  }
});

it("tells how far it is, never backwards", () => {
  const shares: number[] = [];
  computeThemes({ documents: makeUpDocuments({ topics: 4, perTopic: 40 }), seed }, (share) =>
    shares.push(share),
  );
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});
