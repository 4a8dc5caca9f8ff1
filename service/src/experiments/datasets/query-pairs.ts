import { Type } from "typebox";
import { checker } from "../../http/validation.ts";
import { type Checked, readJsonLines, type TextFile } from "./checked-lines.ts";

const Text = Type.String({ minLength: 1, pattern: "\\S" });
const Negative = Type.Optional(Text);
const check = checker(
  Type.Union([
    Type.Object({ query: Text, document: Text, negative: Negative }),
    Type.Object({ anchor: Text, positive: Text, negative: Negative }),
  ]),
);

/** A query with a text that answers it, and perhaps one that does not. */
export interface QueryPair {
  query: string;
  document: string;
  negative: string | undefined;
}

/**
 * Pairs to learn from, `{query, document}` or `{anchor, positive}`, each perhaps with a `negative`.
 *
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export const readQueryPairs = (file: TextFile): AsyncGenerator<Checked<QueryPair>> =>
  readJsonLines(file, (value): QueryPair => {
    const row = check(value);
    return "query" in row
      ? { query: row.query, document: row.document, negative: row.negative }
      : { query: row.anchor, document: row.positive, negative: row.negative };
  });
