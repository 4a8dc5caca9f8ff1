import { splitRun, type WordForms } from "./split-run.ts";
import { STOP_WORDS } from "./stop-words.ts";

/** A word of a text, in the two forms under which it can be found. */
export interface Term {
  /** Folded, not stemmed. */
  exact: string;
  stem: string;
  /** An identifier, date or name in one piece; its parts follow as words of their own. */
  compound: boolean;
  /** UTF-16 code units into the text, end exclusive. */
  start: number;
  end: number;
  /** Counts the words of the text from 0. A compound stands at the position of its first part. */
  position: number;
}

export interface QueryTerm {
  exact: string;
  stem: string;
  /** The user may still be typing: every word that begins with `exact` is meant. */
  prefix: boolean;
}

export interface AnalysedQuery {
  /** Any of these makes a match. Without repetitions. */
  terms: QueryTerm[];
  /**
   * Exact forms of telling words that stand side by side, without repetitions: where a text has them so too, it is
   * likely meant.
   */
  pairs: [string, string][];
  /** Exact forms that must stand one after another, for each part of the query in double quotes. */
  phrases: string[][];
}

export interface QueryOptions {
  /** Takes the last word for unfinished unless something follows it. */
  prefix?: boolean;
}

/**
 * Turns texts and queries into terms, the same way for every adapter. Keep one and use it again: it remembers
 * what it made of short words.
 */
export interface Analyser {
  text(text: string): Term[];
  /** The same words without where they stand, for many texts. */
  eachWord(text: string, visit: (exact: string, stem: string, compound: boolean) => void): void;
  query(text: string, options?: QueryOptions): AnalysedQuery;
}

// Letters, digits and marks, joined inside by what joins identifiers, dates, names and contractions. The number
// of joints is bounded, because each costs the regular expression engine stack.
const RUN = /[\p{L}\p{N}\p{M}]+(?:['’._:/@+&-][\p{L}\p{N}\p{M}]+){0,15}/gu;
const DOUBLE_QUOTES = /[“”„‟«»＂]/g;

// From 13 characters on, a slice of a text keeps that whole text in memory.
const LONGEST_REMEMBERED = 12;
const MOST_REMEMBERED = 50_000;

export function createAnalyser(): Analyser {
  const remembered = new Map<string, WordForms[]>();

  function formsOf(run: string): WordForms[] {
    const known = remembered.get(run);
    if (known) return known;
    const forms = splitRun(run);
    if (run.length <= LONGEST_REMEMBERED) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(run, forms);
    }
    return forms;
  }

  function analyseText(text: string): Term[] {
    const terms: Term[] = [];
    let position = 0;
    for (const match of text.matchAll(RUN)) {
      for (const { exact, stem, from, to, compound } of formsOf(match[0])) {
        terms.push({ exact, stem, compound, start: match.index + from, end: match.index + to, position });
        if (!compound) position++;
      }
    }
    return terms;
  }

  function eachWord(text: string, visit: (exact: string, stem: string, compound: boolean) => void): void {
    RUN.lastIndex = 0;
    for (let match = RUN.exec(text); match; match = RUN.exec(text)) {
      for (const { exact, stem, compound } of formsOf(match[0])) visit(exact, stem, compound);
    }
  }

  return {
    text: analyseText,
    eachWord,
    query(text, options = {}) {
      const typed = text.replace(DOUBLE_QUOTES, '"');
      const found = analyseText(typed);
      const isUnfinished = ({ end, compound }: Term) =>
        options.prefix === true && end === typed.length && !compound;
      const terms = found.map((term) => ({
        exact: term.exact,
        stem: term.stem,
        prefix: isUnfinished(term),
      }));
      const pairs = pairsOf(found.filter((term) => !isUnfinished(term)));
      const distinctPairs = [...new Map(pairs.map((pair) => [pair.join(" "), pair])).values()];
      return { terms: distinct(withoutStopWords(terms)), pairs: distinctPairs, phrases: phrasesOf(typed) };
    },
  };

  function phrasesOf(query: string): string[][] {
    return [...query.matchAll(/"([^"]*)"/g)]
      .map(([, quoted = ""]) => analyseText(quoted).flatMap((term) => (term.compound ? [] : [term.exact])))
      .filter((phrase) => phrase.length > 0);
  }
}

/** Exact forms of neighbours that both tell something, as often as they stand so. */
export function pairsOf(terms: readonly Term[]): [string, string][] {
  const telling = terms.filter(({ compound, exact }) => !compound && !STOP_WORDS.has(exact));
  return telling.flatMap(({ exact, position }, i): [string, string][] => {
    const next = telling[i + 1];
    return next?.position === position + 1 ? [[exact, next.exact]] : [];
  });
}

/** A query of nothing but stop words means them. */
function withoutStopWords(terms: QueryTerm[]): QueryTerm[] {
  const telling = terms.filter((term) => term.prefix || !STOP_WORDS.has(term.exact));
  return telling.length > 0 ? telling : terms;
}

function distinct(terms: QueryTerm[]): QueryTerm[] {
  return [...new Map(terms.map((term) => [`${term.exact} ${term.prefix}`, term])).values()];
}
