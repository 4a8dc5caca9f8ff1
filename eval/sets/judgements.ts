import { Type } from "typebox";
import { CommandError } from "../../service/src/cli/command-error.ts";
import { checker } from "../../service/src/http/validation.ts";
import { type Checked, readTable } from "./checked-lines.ts";
import type { Corpus, Query } from "./evaluation-set.ts";

const COLUMNS = ["query-id", "corpus-id", "score"] as const;
const Judgement = Type.Object({
  "query-id": Type.String({ minLength: 1 }),
  "corpus-id": Type.String({ minLength: 1 }),
  score: Type.String({ pattern: "^-?[0-9]+$" }),
});

/** What answers which query, as `qrels.tsv` has it. */
export const readJudgements = (file: string) => readTable(file, COLUMNS, checker(Judgement));

type Judgements = Awaited<ReturnType<typeof readJudgements>>;

/**
 * Puts queries and judgements together. As with trec_eval a grade of 0 or less means that the document does not
 * answer, and queries without an answer are left out.
 *
 * @throws CommandError that names the line of a judgement whose query or document does not exist
 */
export function toQueries(
  texts: ReadonlyMap<string, string>,
  judgements: Judgements,
  corpus: Corpus,
): Query[] {
  const documents = new Set(corpus.documents.map(({ id }) => id));
  const byQuery = new Map<string, Map<string, number>>();
  for (const { value, at } of judgements) {
    checkIds({ value, at }, texts, documents);
    const grade = Number(value.score);
    if (grade <= 0) continue;
    const grades = byQuery.get(value["query-id"]) ?? new Map<string, number>();
    byQuery.set(value["query-id"], grades.set(value["corpus-id"], grade));
  }
  return [...byQuery].map(([id, grades]) => ({ id, text: texts.get(id) ?? "", grades }));
}

function checkIds(
  { value, at }: Checked<{ "query-id": string; "corpus-id": string }>,
  queries: ReadonlyMap<string, string>,
  documents: ReadonlySet<string>,
): void {
  const unknown = !queries.has(value["query-id"])
    ? `query "${value["query-id"]}"`
    : !documents.has(value["corpus-id"])
      ? `document "${value["corpus-id"]}"`
      : undefined;
  if (unknown) throw new CommandError(`${at}: there is no ${unknown}.`);
}
