import { basename, join } from "node:path";
import { Type } from "typebox";
import { checker } from "../../service/src/http/validation.ts";
import { readJsonLines } from "./checked-lines.ts";
import { type Corpus, type EvaluationSet, type Query, toEvaluationSet } from "./evaluation-set.ts";
import { readJudgements, toQueries } from "./judgements.ts";
import { byUniqueId } from "./unique.ts";

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
 * @throws CommandError that names file and line
 */
export async function readLookUps(folder: string, diary: Corpus): Promise<EvaluationSet[]> {
  const lookUps = [
    ...byUniqueId(await readJsonLines(join(folder, "queries.jsonl"), checker(LookUp))).values(),
  ];
  const judgements = await readJudgements(join(folder, "qrels.tsv"));
  const kinds = new Map(lookUps.map(({ id, type }) => [id, type]));
  const bare = toQueries(new Map(lookUps.map(({ id, text }) => [id, text])), judgements, diary);
  const asked = toQueries(new Map(lookUps.map(({ id, nl }) => [id, nl])), judgements, diary);
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
