import { createAnalyser, type Term } from "../../ports/search-index/lexical/analyse.ts";
import { functionWordsOf } from "./function-words.ts";

/** A word or a phrase of two, under which all its forms meet. */
export interface DocumentTerm {
  /** Stems, one space between them. */
  key: string;
  /** As it stands in the text. */
  surface: string;
}

/** Shorter words and bare numbers name no theme. */
const SHORTEST_WORD = 3;

/** Beside the stop words of the search: words that stand everywhere and name nothing. */
const NAMES_NOTHING: ReadonlySet<string> = new Set(
  [
    "also always another anything away back bit come came even ever every everything feel felt get gets getting",
    "give go goes going gone good got just keep kept know knew let like little look lot made make many may maybe",
    "might much must need never new nothing now often one ones put quite really right said saw say see seem still",
    "something take tell thing things think thought though told took two us want wanted well went yet",
  ].flatMap((line) => line.split(" ")),
);

const analyser = createAnalyser();

/** The words of a text that tell something, and two such words that stand side by side; each key once. */
export function documentTerms(text: string): DocumentTerm[] {
  const all = analyser.text(text);
  const functionWords = functionWordsOf(all.map(({ exact }) => exact));
  const words = all.filter((term) => isTelling(term) && !functionWords.has(term.exact));
  const found = new Map<string, string>();
  for (const [i, word] of words.entries()) {
    remember(word.stem, text.slice(word.start, word.end));
    const next = words[i + 1];
    if (next?.position !== word.position + 1 || next.stem === word.stem) continue;
    const between = text.slice(word.end, next.start);
    if (/^\s+$/.test(between) && !between.includes("\n")) {
      remember(
        `${word.stem} ${next.stem}`,
        `${text.slice(word.start, word.end)} ${text.slice(next.start, next.end)}`,
      );
    }
  }
  return [...found].map(([key, surface]) => ({ key, surface }));

  function remember(key: string, surface: string): void {
    if (!found.has(key)) found.set(key, surface);
  }
}

function isTelling({ exact, stem, compound }: Term): boolean {
  if (compound || NAMES_NOTHING.has(exact) || !/\p{L}/u.test(exact)) return false;
  return exact.length >= SHORTEST_WORD || /[^\p{ASCII}]/u.test(stem);
}
