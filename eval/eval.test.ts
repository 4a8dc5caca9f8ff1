import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { meanOf } from "../service/src/experiments/metrics/bootstrap.ts";
import { readDataFolder } from "./config.ts";
import { evaluate } from "./run/evaluate.ts";
import { type EvaluationSet, takeQueries, toEvaluationSet } from "./sets/evaluation-set.ts";
import { readFolders } from "./sets/read-folders.ts";

const FOLDER = join(readDataFolder(process.env), "retrieval-diary");
/** nDCG@10. It was 0.743 on 2026-11-23; what other processors round differently moves it by 0.01 at the most. */
const FLOOR = 0.7;
const missing = existsSync(FOLDER) ? "" : " (skipped: EVAL_DATA has no retrieval-diary)";

it.skipIf(missing !== "")(`the answers are as good as they were${missing}`, async () => {
  const [whole] = await readFolders([FOLDER]);
  if (!whole) throw new Error("the set is empty");
  const { run } = await evaluate([smaller(whole)], { modes: ["hybrid"] });
  const ndcg = run.rows.map(({ queries }) => meanOf(queries.map(({ scores }) => scores["nDCG@10"])));
  expect(ndcg[0]).toBeGreaterThan(FLOOR);
});

/** 40 headings, the sections they stand over, and every eighth of the others: a few seconds of embedding. */
function smaller(whole: EvaluationSet): EvaluationSet {
  const { queries } = takeQueries(whole, 40);
  const answers = new Set(queries.flatMap(({ grades }) => [...grades.keys()]));
  const documents = whole.corpus.documents.filter(({ id }, i) => answers.has(id) || i % 8 === 0);
  return toEvaluationSet(`${whole.name}, a part`, { name: "sections", documents }, queries);
}
