import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { readCorpus, readQueries } from "../../service/src/experiments/datasets/beir.ts";
import { type Corpus, type EvaluationSet, idsOf, toEvaluationSet } from "./evaluation-set.ts";
import { textFile } from "./text-file.ts";

/**
 * A folder in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, and judgements in `qrels.tsv` or `qrels/test.tsv`.
 *
 * @throws CommandError; CosmicError that names file and line
 */
export async function readBeirFolder(folder: string): Promise<EvaluationSet> {
  const name = basename(folder);
  const plain = join(folder, "qrels.tsv");
  const files = {
    corpus: textFile(join(folder, "corpus.jsonl")),
    queries: textFile(join(folder, "queries.jsonl")),
    qrels: textFile(existsSync(plain) ? plain : join(folder, "qrels", "test.tsv")),
  };
  const corpus: Corpus = { name, documents: await Array.fromAsync(readCorpus(files)) };
  return toEvaluationSet(name, corpus, await readQueries(files, idsOf(corpus)));
}
