import type { UserCount } from "./calls.ts";
import { integer } from "./rows.ts";
import type { Statements } from "./statements.ts";

/** Lists of words whose passages are gone count as passages: nothing of a user may be overlooked. */
export function countUser(statements: Statements, userId: string): UserCount {
  const row = statements.get(
    `SELECT count(DISTINCT document_key) AS documents, count(passage_key) AS passages,
            (SELECT count(*) FROM users CROSS JOIN postings USING (user_key) WHERE user_id = ?1) AS lists
     FROM users CROSS JOIN documents USING (user_key) LEFT JOIN passages USING (document_key)
     WHERE user_id = ?1`,
    [userId],
  );
  const [documents, passages] = [integer(row?.documents), integer(row?.passages)];
  return { documents, passages: passages > 0 ? passages : integer(row?.lists) };
}
