import type { Row } from "../../bench/report.ts";
import { vMeasure } from "../../service/src/patterns/clustering/agreement.ts";
import { computeThemes } from "../../service/src/patterns/compute-themes.ts";
import { joinTheme } from "../../service/src/patterns/identity/join-theme.ts";
import { mulberry32 } from "../../service/src/patterns/seeded-random.ts";
import type { FoundThemes, ThemeDocument } from "../../service/src/patterns/themes.ts";
import type { LabelledSet } from "./labelled-set.ts";
import { labelsOf, show } from "./quality.ts";
import { toDocuments } from "./to-documents.ts";

const NEW = 0.1;

/**
 * A run on nine documents of ten, then one on all that knows the first. How many themes keep their identity, how many
 * documents stay where they were, how far places on the map move, and how new documents fare that join at once.
 */
export function measureStability(set: LabelledSet, draws: readonly number[]): Row[] {
  const documents = toDocuments(set);
  return draws.map((draw) => {
    const random = mulberry32(draw);
    const isNew = documents.map(() => random() < NEW);
    const first = computeThemes({ documents: documents.filter((_, row) => !isNew[row]), seed: 1 });
    const second = computeThemes({ documents, seed: 1, previous: first });
    const count = (kind: string) => second.changes.filter((change) => change.kind === kind).length;
    return {
      draw,
      before: first.themes.length,
      now: second.themes.length,
      kept: count("kept"),
      "kept %": show((100 * count("kept")) / first.themes.length, 1),
      split: count("split"),
      merged: count("merged"),
      gone: count("gone"),
      new: count("new"),
      "documents kept %": show(100 * stayed(first, second), 1),
      "map moved": show(moved(first, second), 2),
      ...joinNew(
        set,
        documents.filter((_, row) => isNew[row]),
        first,
      ),
    };
  });
}

/** Of documents that were in a theme, the share that is in the same one. */
function stayed(first: FoundThemes, second: FoundThemes): number {
  const now = new Map(second.members.map(({ documentId, themeId }) => [documentId, themeId]));
  const same = first.members.filter(({ documentId, themeId }) => now.get(documentId) === themeId);
  return same.length / first.members.length;
}

/** The median distance between old and new place; the map is about 2 wide. */
function moved(first: FoundThemes, second: FoundThemes): number {
  const now = new Map(second.map.map((place) => [place.documentId, place]));
  const far = first.map.map(({ documentId, x, y }) => {
    const place = now.get(documentId);
    return place ? Math.hypot(place.x - x, place.y - y) : 0;
  });
  return far.sort((a, b) => a - b)[Math.floor(far.length / 2)] ?? 0;
}

/** New documents that join a theme of the first run without a second: how many, and whether to those of their intent. */
function joinNew(set: LabelledSet, added: readonly ThemeDocument[], first: FoundThemes): Row {
  const joined = added.flatMap(({ id, vector }) => {
    const found = joinTheme(vector, first.themes);
    return found ? [{ row: Number(id), theme: first.themes.indexOf(found.theme) }] : [];
  });
  const { themes } = labelsOf(first, set.texts.length);
  const right = joined.filter(({ row, theme }) => commonest(set.intents, themes, theme) === set.intents[row]);
  const quality = vMeasure(
    joined.map(({ row }) => set.intents[row] ?? -1),
    joined.map(({ theme }) => theme),
  );
  return {
    "joined %": show((100 * joined.length) / added.length, 1),
    "of them right %": show((100 * right.length) / joined.length, 1),
    "joined V": show(quality.v),
  };
}

/** The intent that most documents of a theme have. */
function commonest(intents: readonly number[], themes: Int32Array, theme: number): number | undefined {
  const counts = new Map<number, number>();
  for (const [row, label] of themes.entries()) {
    const intent = intents[row] ?? -1;
    if (label === theme) counts.set(intent, (counts.get(intent) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
