import type { Analyser } from "../lexical/analyse.ts";
import type { DocumentHit, LexicalQuery, SearchFilter } from "../search-index.ts";
import { Bm25, type Statistics } from "./bm25.ts";
import { documentsOf, type Scope, scopeOf } from "./filter-sql.ts";
import { asPostingBlock, matchPhrase } from "./phrase-matches.ts";
import { rankDocuments } from "./rank-documents.ts";
import { integer, text } from "./rows.ts";
import type { Statements } from "./statements.ts";
import { listsOfTerm } from "./word-lists.ts";

/** Ranks by BM25 over the texts of the user alone, or over all of them where no user is named. */
export function searchLexical(
  statements: Statements,
  query: LexicalQuery,
  analyser: Analyser,
): DocumentHit[] {
  const scope = scopeOf(statements, query.filter);
  if (scope.kind === "nobody" || query.limit < 1) return [];
  const { terms, pairs, phrases } = analyser.query(query.text, { prefix: query.prefix ?? false });

  const ranking = new Bm25(readStatistics(statements, scope));
  for (const term of terms) ranking.add(listsOfTerm(statements, scope, term));
  for (const pair of pairs) ranking.add([asPostingBlock(matchPhrase(statements, scope, pair))]);
  const admitted: ReadonlySet<number>[] = [];
  for (const phrase of phrases) {
    const matches = matchPhrase(statements, scope, phrase);
    ranking.add([asPostingBlock(matches)]);
    admitted.push(new Set(matches.map((match) => match.passage)));
  }
  const filtered = readCandidates(statements, scope, query.filter);
  if (filtered) admitted.push(filtered);
  return bestDocuments(statements, scoredPassages(ranking, admitted), query.limit);
}

function readStatistics(statements: Statements, scope: Scope): Statistics {
  const [where, parameters] = scope.kind === "user" ? ["WHERE user_key = ?", [scope.userKey]] : ["", []];
  const row = statements.get(
    `SELECT coalesce(sum(passages), 0) AS passages, coalesce(sum(words), 0) AS words FROM users ${where}`,
    parameters,
  );
  const passages = integer(row?.passages);
  return { passages, meanLength: Math.max(1, integer(row?.words)) / Math.max(1, passages) };
}

function readCandidates(statements: Statements, scope: Scope, filter: SearchFilter): Set<number> | undefined {
  const documents = documentsOf(scope, filter);
  if (!documents) return undefined;
  // One row instead of thousands: most of the time would go into making an object of each.
  const row = statements.get(
    `SELECT coalesce(group_concat(passage_key, ' '), '') AS keys
     FROM (${documents.sql}) CROSS JOIN passages USING (document_key)`,
    documents.parameters,
  );
  return new Set(text(row?.keys).split(" ").map(Number));
}

interface ScoredPassage {
  passage: number;
  score: number;
}

function scoredPassages(ranking: Bm25, admitted: readonly ReadonlySet<number>[]): ScoredPassage[] {
  const scored: ScoredPassage[] = [];
  for (const [slot, passage] of ranking.passages.entries()) {
    if (admitted.every((passages) => passages.has(passage))) {
      scored.push({ passage, score: ranking.scores[slot] ?? 0 });
    }
  }
  return scored;
}

/** Looks up the documents of the best passages only, of more of them when documents are missing. */
function bestDocuments(statements: Statements, passages: ScoredPassage[], limit: number): DocumentHit[] {
  const scores = Float64Array.from(passages, ({ score }) => score).sort();
  for (let wanted = limit * 2 + 10; ; wanted *= 4) {
    const cut = scores[scores.length - wanted] ?? 0;
    const chosen = passages.filter(({ score }) => score >= cut);
    const best = rankDocuments(toHits(statements, chosen), limit);
    if (best.length >= limit || chosen.length === passages.length) return best;
  }
}

/** One statement for all of them: a statement each took most of the time of a search. */
function toHits(statements: Statements, scored: readonly ScoredPassage[]): DocumentHit[] {
  const rows = statements.all(
    `SELECT key, document_id, ordinal, start_offset, end_offset
     FROM json_each(?) CROSS JOIN passages ON passage_key = value CROSS JOIN documents USING (document_key)`,
    [JSON.stringify(scored.map(({ passage }) => passage))],
  );
  return rows.map((row) => ({
    documentId: text(row.document_id),
    score: scored[integer(row.key)]?.score ?? 0,
    passage: {
      ordinal: integer(row.ordinal),
      start: integer(row.start_offset),
      end: integer(row.end_offset),
    },
  }));
}
