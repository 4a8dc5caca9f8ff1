import { join } from "node:path";
import { type NumberedPairs, numberPairs } from "../../service/src/tuning/pairs/number-pairs.ts";
import type { SaidPair } from "../../service/src/tuning/pairs/read-pairs.ts";
import { readDiary } from "../sets/diary.ts";
import type { EvaluationSet } from "../sets/evaluation-set.ts";
import { readFolders } from "../sets/read-folders.ts";

export const PAIR_SETS = {
  /** A diarist's own headings, and the sections under them. All sections are searched. */
  async headings(data: string): Promise<NumberedPairs> {
    const [set] = await readFolders([join(data, "retrieval-diary")]);
    if (!set) throw new Error("a folder is a set");
    return withAllDocuments(set);
  },
  /** The first sentence of an entry, and the rest of it: what a title would be to an entry without one. */
  async sentences(data: string): Promise<NumberedPairs> {
    const { documents } = await readDiary(join(data, "diary", "barbellion-1903-1917.jsonl"));
    return numberPairs(documents.flatMap(({ text }) => firstSentence(text)));
  },
} as const;
export type PairSet = keyof typeof PAIR_SETS;

function withAllDocuments({ corpus, queries }: EvaluationSet): NumberedPairs {
  const texts = new Map(corpus.documents.map(({ id, title, text }) => [id, { title, text }]));
  const said = queries.flatMap(({ text: query, grades }) =>
    [...grades.keys()].flatMap((id): SaidPair[] => {
      const document = texts.get(id);
      return document ? [{ query, ...document, answers: true }] : [];
    }),
  );
  const numbered = numberPairs(said);
  const known = new Set(numbered.documents.map(({ text }) => text));
  const others = [...texts.values()].filter(({ text }) => !known.has(text));
  return { ...numbered, documents: [...numbered.documents, ...others] };
}

const SENTENCE = /^(.{30,300}?[.!?—;])\s+(.{150,})$/s;

function firstSentence(entry: string): SaidPair[] {
  const [, query, text] = SENTENCE.exec(entry.trim()) ?? [];
  return query === undefined || text === undefined ? [] : [{ query, title: "", text, answers: true }];
}
