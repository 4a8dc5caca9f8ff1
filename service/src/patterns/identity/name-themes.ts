import { v5 as uuidv5 } from "uuid";
import type { PreviousThemes, ThemeChange } from "../themes.ts";
import { matchThemes } from "./match-themes.ts";

/** The namespace of theme ids. */
const NAMESPACE = "6f2d7a0e-52c4-5f0b-9a9c-2f6b7a1c4d11";

export interface NamedThemes {
  /** The id of each theme, by its label. */
  ids: string[];
  changes: ThemeChange[];
}

/**
 * Gives every theme its id: that of the earlier theme that it is, or else one made of the documents it has now, so
 * that the same run gives the same ids.
 *
 * @param documents ids, in order
 * @param labels for each document its theme from 0, or -1
 */
export function nameThemes(
  documents: readonly string[],
  labels: Int32Array,
  count: number,
  previous: PreviousThemes | undefined,
): NamedThemes {
  const members = Array.from({ length: count }, (): string[] => []);
  const now = new Map<string, number>();
  for (const [i, document] of documents.entries()) {
    const label = labels[i] ?? -1;
    if (label < 0) continue;
    members[label]?.push(document);
    now.set(document, label);
  }
  const before = new Map(previous?.members.map(({ documentId, themeId }) => [documentId, themeId]));
  const seenBefore = new Set(previous?.map.map(({ documentId }) => documentId));
  const { kept, splitFrom, goneInto } = matchThemes(before, seenBefore, now, new Set(documents));

  const taken = new Set(before.values());
  const ids = members.map((own, label) => {
    const id = kept.get(label)?.id ?? freeId(own, taken);
    taken.add(id);
    return id;
  });
  const idOf = (label: number) => ids[label] ?? "";
  const current = ids.map((themeId, label): ThemeChange => {
    const same = kept.get(label);
    if (same) return { kind: "kept", themeId, overlap: same.overlap };
    const from = splitFrom.get(label);
    return from === undefined ? { kind: "new", themeId } : { kind: "split", themeId, from };
  });
  const ended = [...goneInto].map(
    ([themeId, into]): ThemeChange =>
      into === undefined ? { kind: "gone", themeId } : { kind: "merged", themeId, into: idOf(into) },
  );
  return { ids, changes: [...current, ...ended] };
}

function freeId(members: readonly string[], taken: ReadonlySet<string>): string {
  const name = [...members].sort().join(" ");
  for (let time = 0; ; time++) {
    const id = uuidv5(time === 0 ? name : `${name} ${time}`, NAMESPACE);
    if (!taken.has(id)) return id;
  }
}
