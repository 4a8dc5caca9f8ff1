import { basename, join } from "node:path";
import { Type } from "typebox";
import { checker } from "../../service/src/http/validation.ts";
import { readJsonLines } from "./checked-lines.ts";
import { type Corpus, type EvaluationSet, toEvaluationSet } from "./evaluation-set.ts";
import { readJudgements, toQueries } from "./judgements.ts";
import { byUniqueId } from "./unique.ts";

const Question = Type.Object({ id: Type.String({ minLength: 1 }), text: Type.String({ minLength: 1 }) });

/**
 * Questions over a diary that lies elsewhere: `queries.jsonl` and `qrels.tsv`.
 *
 * @throws CommandError that names file and line
 */
export async function readDiaryQueries(folder: string, diary: Corpus): Promise<EvaluationSet> {
  const questions = byUniqueId(await readJsonLines(join(folder, "queries.jsonl"), checker(Question)));
  const texts = new Map([...questions.values()].map(({ id, text }) => [id, text]));
  const judgements = await readJudgements(join(folder, "qrels.tsv"));
  return toEvaluationSet(basename(folder), diary, toQueries(texts, judgements, diary));
}
