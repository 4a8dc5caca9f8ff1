import type { ThemeTerm } from "../themes.ts";
import type { DocumentTerm } from "./document-terms.ts";

/** A term with its key, as long as it is chosen from. */
export interface ScoredTerm extends ThemeTerm {
  key: string;
}

interface Counted {
  documents: number;
  surfaces: Map<string, number>;
}

/**
 * Class-based TF-IDF (Grootendorst 2022), counted in documents, so that a long one does not name a theme alone: the
 * share of the theme's documents that have the term × log(1 + documents a theme has on average / documents that have
 * the term).
 *
 * @param classes for each theme the terms of each of its documents
 * @returns for each theme its terms, the heaviest first, shown in their most frequent form
 */
export function classTfIdf(classes: readonly (readonly DocumentTerm[][])[]): ScoredTerm[][] {
  const counted = classes.map(countTerms);
  const everywhere = new Map<string, number>();
  for (const terms of counted) {
    for (const [key, { documents }] of terms) everywhere.set(key, (everywhere.get(key) ?? 0) + documents);
  }
  const all = classes.reduce((sum, documents) => sum + documents.length, 0);
  const average = all / Math.max(1, classes.length);
  return counted.map((terms, i) => {
    const size = Math.max(1, classes[i]?.length ?? 0);
    // What one document alone says is no theme's word.
    const least = size >= 4 ? 2 : 1;
    return [...terms]
      .filter(([, { documents }]) => documents >= least)
      .map(([key, { documents, surfaces }]) => ({
        key,
        text: mostFrequent(surfaces),
        weight: (documents / size) * Math.log(1 + average / (everywhere.get(key) ?? documents)),
        documents,
      }))
      .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
  });
}

function countTerms(documents: readonly (readonly DocumentTerm[])[]): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const { key, surface } of documents.flat()) {
    const counted = counts.get(key) ?? { documents: 0, surfaces: new Map() };
    counted.documents += 1;
    counted.surfaces.set(surface, (counted.surfaces.get(surface) ?? 0) + 1);
    counts.set(key, counted);
  }
  return counts;
}

/** Of equally frequent forms the one without capitals, which only begin a sentence. */
function mostFrequent(surfaces: ReadonlyMap<string, number>): string {
  const [best] = [...surfaces].sort(
    ([a, one], [b, other]) => other - one || capitals(a) - capitals(b) || (a < b ? -1 : 1),
  );
  return best?.[0] ?? "";
}

const capitals = (text: string) => text.length - text.replace(/\p{Lu}/gu, "").length;
