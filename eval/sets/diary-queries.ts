import { basename, join } from "node:path";
import { Type } from "typebox";
import { readJudged } from "../../service/src/experiments/datasets/judgements.ts";
import { checker } from "../../service/src/http/validation.ts";
import { type Corpus, type EvaluationSet, idsOf, toEvaluationSet } from "./evaluation-set.ts";
import { readRows } from "./read-rows.ts";
import { textFile } from "./text-file.ts";

const Question = Type.Object({ id: Type.String({ minLength: 1 }), text: Type.String({ minLength: 1 }) });

/**
 * Questions over a diary that lies elsewhere: `queries.jsonl` and `qrels.tsv`.
 *
 * @throws CommandError; CosmicError that names file and line
 */
export async function readDiaryQueries(folder: string, diary: Corpus): Promise<EvaluationSet> {
  const questions = await readRows(join(folder, "queries.jsonl"), checker(Question));
  const texts = new Map(questions.map(({ id, text }) => [id, text]));
  const queries = await readJudged(textFile(join(folder, "qrels.tsv")), texts, idsOf(diary));
  return toEvaluationSet(basename(folder), diary, queries);
}
