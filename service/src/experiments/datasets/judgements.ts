import { Type } from "typebox";
import { checker } from "../../http/validation.ts";
import { type Checked, invalidDataset, readTable, type TextFile } from "./checked-lines.ts";

export interface Query {
  id: string;
  text: string;
  /** Grade of every document that answers it, above 0. Never empty. */
  grades: ReadonlyMap<string, number>;
}

const COLUMNS = ["query-id", "corpus-id", "score"] as const;
const Judgement = Type.Object({
  "query-id": Type.String({ minLength: 1 }),
  "corpus-id": Type.String({ minLength: 1 }),
  score: Type.String({ pattern: "^-?[0-9]+$" }),
});

/**
 * Puts queries and judgements, as `qrels.tsv` has them, together. As with trec_eval a grade of 0 or less means that the
 * document does not answer, and queries without an answer are left out.
 *
 * @param texts of the queries, by id
 * @throws CosmicError `invalid_dataset` that names the line of a judgement whose query or document does not exist
 */
export async function readJudged(
  file: TextFile,
  texts: ReadonlyMap<string, string>,
  documents: ReadonlySet<string>,
): Promise<Query[]> {
  const byQuery = new Map<string, Map<string, number>>();
  for await (const { value, at } of readTable(file, COLUMNS, checker(Judgement))) {
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
  if (unknown) throw invalidDataset(at, `there is no ${unknown}.`);
}
