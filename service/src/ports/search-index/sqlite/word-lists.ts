import type { QueryTerm } from "../lexical/analyse.ts";
import type { Scope } from "./filter-sql.ts";
import { bytes, integer } from "./rows.ts";
import type { Statements } from "./statements.ts";

/** Postings of one word of one user. */
export interface PostingBlock {
  firstPassage: number;
  data: Uint8Array;
  /** The word stands as it was asked for, not only in another form. */
  exact: boolean;
}

/** The lists of every word that the term means. */
export function listsOfTerm(statements: Statements, scope: Scope, term: QueryTerm): PostingBlock[] {
  return term.prefix
    ? readLists(statements, scope, term.exact, "word >= ? AND word < ?", [
        term.exact,
        `${term.exact}\u{10FFFF}`,
      ])
    : readLists(statements, scope, term.exact, "stem = ?", [term.stem]);
}

export function listsOfWord(statements: Statements, scope: Scope, word: string): PostingBlock[] {
  return readLists(statements, scope, word, "word = ?", [word]);
}

/** Nobody's lists are read but the user's: other users may share a word, they share no postings. */
function readLists(
  statements: Statements,
  scope: Scope,
  exact: string,
  meant: string,
  parameters: string[],
): PostingBlock[] {
  const user = scope.kind === "user" ? [scope.userKey] : [];
  const rows = statements.all(
    `SELECT word = ? AS exact, first_passage, data
     FROM words CROSS JOIN users CROSS JOIN postings USING (user_key, word_key)
     WHERE ${meant} ${user.length > 0 ? "AND users.user_key = ?" : ""}
     ORDER BY word_key, first_passage`,
    [exact, ...parameters, ...user],
  );
  return rows.map((row) => ({
    firstPassage: integer(row.first_passage),
    data: bytes(row.data),
    exact: row.exact === 1,
  }));
}
