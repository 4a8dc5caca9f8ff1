import { Type } from "typebox";
import { checker } from "../../http/validation.ts";
import { readJsonLines, type TextFile } from "./checked-lines.ts";
import { type Query, readJudged } from "./judgements.ts";
import { unique } from "./unique.ts";

/** A set in BEIR's layout. */
export interface BeirFiles {
  /** `corpus.jsonl`: the texts that are searched. */
  corpus: TextFile;
  /** `queries.jsonl` */
  queries: TextFile;
  /** `qrels.tsv`: which text answers which query. */
  qrels: TextFile;
}

export interface CorpusDocument {
  id: string;
  title: string;
  text: string;
}

const Text = Type.String({ minLength: 1 });
const Id = Type.Union([Type.Object({ _id: Text }), Type.Object({ id: Text })]);
const checkId = checker(Id);
const checkDocument = checker(Type.Object({ title: Type.Optional(Type.String()), text: Type.String() }));
const checkQuery = checker(Type.Object({ text: Text }));

/**
 * Texts as they come, each id once. Ids stand in `_id`, as with BEIR, or in `id`. A document without a text is its title.
 *
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export function readCorpus({ corpus }: Pick<BeirFiles, "corpus">): AsyncGenerator<CorpusDocument> {
  const rows = readJsonLines(corpus, (value): CorpusDocument => {
    const { title = "", text } = checkDocument(value);
    return text.trim() === ""
      ? { id: idOf(value), title: "", text: title }
      : { id: idOf(value), title, text };
  });
  return unique(rows);
}

/**
 * Queries that something answers.
 *
 * @param documents ids of the corpus
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export async function readQueries(
  { queries, qrels }: Pick<BeirFiles, "queries" | "qrels">,
  documents: ReadonlySet<string>,
): Promise<Query[]> {
  const texts = new Map<string, string>();
  const rows = readJsonLines(queries, (value) => ({ id: idOf(value), text: checkQuery(value).text }));
  for await (const { id, text } of unique(rows)) texts.set(id, text);
  return readJudged(qrels, texts, documents);
}

function idOf(value: unknown): string {
  const row = checkId(value);
  return "_id" in row ? row._id : row.id;
}
