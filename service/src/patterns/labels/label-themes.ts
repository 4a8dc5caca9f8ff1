import { classTfIdf, type ScoredTerm } from "./class-tf-idf.ts";
import type { DocumentTerm } from "./document-terms.ts";

export interface ThemeLabel {
  label: string;
  terms: ScoredTerm[];
}

const TERMS_SHOWN = 10;
const TERMS_IN_LABEL = 3;
/** A phrase stands for its words when so much of what has the word has the phrase. */
const PHRASE_SHARE = 0.5;
/** In a theme of so many documents, one or two neighbours may be chance: so many must have a phrase. */
const MANY = 10;
const LEAST_WITH_PHRASE = 3;

/**
 * Words and phrases that set each theme apart, and a label made of the first of them. No two labels are the same.
 *
 * @param classes for each theme the terms of each of its documents
 */
export function labelThemes(classes: readonly (readonly DocumentTerm[][])[]): ThemeLabel[] {
  const chosen = classTfIdf(classes).map((scored, i) =>
    withoutRepetition(scored.filter(isFirm(classes[i]?.length ?? 0))),
  );
  const taken = new Set<string>();
  return chosen.map((terms, i) => {
    const label =
      freeLabel(
        terms.map(({ text }) => text),
        taken,
      ) ?? `Theme ${i + 1}`;
    taken.add(label);
    return { label, terms };
  });
}

const isFirm =
  (size: number) =>
  ({ key, documents }: ScoredTerm): boolean =>
    size < MANY || documents >= LEAST_WITH_PHRASE || !key.includes(" ");

/** Every word once: alone, or in a phrase that mostly stands where the word does. */
function withoutRepetition(scored: readonly ScoredTerm[]): ScoredTerm[] {
  const chosen: ScoredTerm[] = [];
  const used = new Set<string>();
  const candidates = scored.slice(0, 4 * TERMS_SHOWN);
  for (const term of candidates) {
    if (chosen.length === TERMS_SHOWN) break;
    const phrase = candidates.find(
      ({ key, documents }) =>
        key.includes(" ") &&
        key.split(" ").includes(term.key) &&
        key.split(" ").every((word) => !used.has(word)) &&
        documents >= PHRASE_SHARE * term.documents,
    );
    const best = phrase ?? term;
    const words = best.key.split(" ");
    if (words.some((word) => used.has(word))) continue;
    for (const word of words) used.add(word);
    chosen.push(best);
  }
  return chosen;
}

/** The first three words; where another theme has the same, other thirds in their order. */
function freeLabel(words: readonly string[], taken: ReadonlySet<string>): string | undefined {
  if (words.length === 0) return undefined;
  const first = words.slice(0, TERMS_IN_LABEL);
  const labels = [first, ...words.slice(TERMS_IN_LABEL).map((word) => [...first.slice(0, -1), word])];
  return labels.map((label) => label.join(", ")).find((label) => !taken.has(label));
}
