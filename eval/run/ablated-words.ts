import type { Config } from "../../service/src/config.ts";
import {
  type AnalysedQuery,
  type Analyser,
  createAnalyser,
} from "../../service/src/ports/search-index/lexical/analyse.ts";
import type { DocumentHit, LexicalQuery } from "../../service/src/ports/search-index/search-index.ts";
import { indexPath } from "../../service/src/ports/search-index/sqlite/index-files.ts";
import { searchLexical } from "../../service/src/ports/search-index/sqlite/lexical-search.ts";
import { openIndexFile } from "../../service/src/ports/search-index/sqlite/open-file.ts";
import { Statements } from "../../service/src/ports/search-index/sqlite/statements.ts";
import { LEXICAL_PARTS, type LexicalPart } from "../lab/leg-dump.ts";

/** The words leg of an index file with one of its parts taken away. */
export interface AblatedWords extends Disposable {
  search(part: LexicalPart, query: LexicalQuery): DocumentHit[];
}

/** Undefined where the index is on a server, which ranks by itself. */
export function openAblatedWords(config: Config["searchIndex"], indexId: string): AblatedWords | undefined {
  if (config.kind !== "sqlite") return undefined;
  const { database } = openIndexFile(indexPath(config.folder, indexId), "read");
  const statements = new Statements(database);
  const analyser = createAnalyser();
  const without = new Map(LEXICAL_PARTS.map((part) => [part, analyserWithout(part, analyser)]));
  return {
    search: (part, query) => searchLexical(statements, query, without.get(part) ?? analyser),
    [Symbol.dispose]: () => database.close(),
  };
}

function analyserWithout(part: LexicalPart, analyser: Analyser): Analyser {
  return {
    ...analyser,
    query: (text, options) => take(part, analyser.query(text, options)),
  };
}

function take(part: LexicalPart, query: AnalysedQuery): AnalysedQuery {
  switch (part) {
    case "pairs":
      return { ...query, pairs: [] };
    case "exact": {
      // No word of a text has this form, so that only the stem is left, once for all forms of a word.
      const stems = new Map(query.terms.map((term) => [term.stem, { ...term, exact: "\0" }]));
      return { ...query, terms: [...stems.values()] };
    }
  }
}
