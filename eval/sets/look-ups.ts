import { basename, join } from "node:path";
import { Type } from "typebox";
import { type Query, readJudged } from "../../service/src/experiments/datasets/judgements.ts";
import { checker } from "../../service/src/http/validation.ts";
import { type Corpus, type EvaluationSet, idsOf, toEvaluationSet } from "./evaluation-set.ts";
import { readRows } from "./read-rows.ts";
import { textFile } from "./text-file.ts";

const KINDS = [
  ["name", "names"],
  ["bigram", "two-word names"],
  ["rare", "rare words"],
] as const;

const LookUp = Type.Object({
  id: Type.String({ minLength: 1 }),
  type: Type.Enum(["name", "bigram", "rare"]),
  text: Type.String({ minLength: 1 }),
  nl: Type.String({ minLength: 1 }),
});

/**
 * Names and rare words that are looked up in a diary that lies elsewhere: a set for each kind, bare and once more
 * inside a question.
 *
 * @throws CommandError; CosmicError that names file and line
 */
export async function readLookUps(folder: string, diary: Corpus): Promise<EvaluationSet[]> {
  const lookUps = await readRows(join(folder, "queries.jsonl"), checker(LookUp));
  const judged = (texts: [id: string, text: string][]) =>
    readJudged(textFile(join(folder, "qrels.tsv")), new Map(texts), idsOf(diary));
  const kinds = new Map(lookUps.map(({ id, type }) => [id, type]));
  const bare = await judged(lookUps.map(({ id, text }) => [id, text]));
  const asked = await judged(lookUps.map(({ id, nl }) => [id, nl]));
  return KINDS.flatMap(([kind, shown]) => {
    const setOf = (name: string, queries: readonly Query[]) =>
      toEvaluationSet(
        `${basename(folder)}: ${name}`,
        diary,
        queries.filter(({ id }) => kinds.get(id) === kind),
      );
    return [setOf(shown, bare), setOf(`${shown}, in a question`, asked)];
  });
}
