import type { Pair } from "../training/training-set.ts";
import type { SaidPair } from "./read-pairs.ts";

export interface NumberedPairs {
  queries: string[];
  documents: { title: string; text: string }[];
  /** Of a query and a document that answers it. */
  pairs: Pair[];
  /** Of a query and a document that does not. */
  negatives: Pair[];
}

/** Every query and every document once, with numbers in place of texts. What was said first of both stands. */
export function numberPairs(said: readonly SaidPair[]): NumberedPairs {
  const queries: string[] = [];
  const documents: NumberedPairs["documents"] = [];
  const numberOfQuery = new Map<string, number>();
  const numberOfDocument = new Map<string, number>();
  const known = new Set<string>();
  const pairs: Pair[] = [];
  const negatives: Pair[] = [];
  for (const { query: asked, title, text, answers } of said) {
    const query = numberOf(numberOfQuery, asked.trim(), () => queries.push(asked.trim()));
    const document = numberOf(numberOfDocument, JSON.stringify([title, text]), () =>
      documents.push({ title, text }),
    );
    const both = `${query} ${document}`;
    if (known.has(both)) continue;
    known.add(both);
    (answers ? pairs : negatives).push({ query, document });
  }
  return { queries, documents, pairs, negatives };
}

/** @param add the item to its list; gives the length of that */
function numberOf(numbers: Map<string, number>, key: string, add: () => number): number {
  const number = numbers.get(key) ?? add() - 1;
  numbers.set(key, number);
  return number;
}
