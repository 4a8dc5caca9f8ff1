import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Type } from "typebox";
import { checker } from "../../service/src/http/validation.ts";
import { readJsonLines } from "./checked-lines.ts";
import { type Corpus, type EvaluationSet, toEvaluationSet } from "./evaluation-set.ts";
import { readJudgements, toQueries } from "./judgements.ts";
import { byUniqueId } from "./unique.ts";

const Text = Type.String({ minLength: 1 });
const Id = Type.Union([Type.Object({ _id: Text }), Type.Object({ id: Text })]);
const checkId = checker(Id);
const checkDocument = checker(Type.Object({ title: Type.Optional(Type.String()), text: Type.String() }));
const checkQuery = checker(Type.Object({ text: Text }));

/**
 * A folder in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, and judgements in `qrels.tsv` or `qrels/test.tsv`.
 * Ids stand in `_id`, as with BEIR, or in `id`. A document without a text is its title.
 *
 * @throws CommandError that names file and line
 */
export async function readBeirFolder(folder: string): Promise<EvaluationSet> {
  const documents = await readJsonLines(join(folder, "corpus.jsonl"), (value) => {
    const { title = "", text } = checkDocument(value);
    return text.trim() === ""
      ? { id: idOf(value), title: "", text: title }
      : { id: idOf(value), title, text };
  });
  const queries = await readJsonLines(join(folder, "queries.jsonl"), (value) => ({
    id: idOf(value),
    text: checkQuery(value).text,
  }));
  const name = basename(folder);
  const corpus: Corpus = { name, documents: [...byUniqueId(documents).values()] };
  const texts = new Map([...byUniqueId(queries).values()].map(({ id, text }) => [id, text]));
  const plain = join(folder, "qrels.tsv");
  const judgements = await readJudgements(existsSync(plain) ? plain : join(folder, "qrels", "test.tsv"));
  return toEvaluationSet(name, corpus, toQueries(texts, judgements, corpus));
}

function idOf(value: unknown): string {
  const row = checkId(value);
  return "_id" in row ? row._id : row.id;
}
