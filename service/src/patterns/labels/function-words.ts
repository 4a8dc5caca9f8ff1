import lists from "stopword";
import { fold } from "../../ports/search-index/lexical/fold.ts";
import { STOP_WORDS } from "../../ports/search-index/lexical/stop-words.ts";

/** Words that mean nothing by themselves, of the languages that the package has lists of; English is that of search. */
const WORDS_OF = new Map<string, ReadonlySet<string>>([["eng", STOP_WORDS]]);
/** In which languages a word is one. */
const LANGUAGES_OF = new Map<string, string[]>();

for (const [code, list] of Object.entries(lists)) {
  if (/^[a-z]{3}$/.test(code) && code !== "eng" && Array.isArray(list)) {
    WORDS_OF.set(code, new Set(list.flatMap((word) => (typeof word === "string" ? [fold(word)] : []))));
  }
}
for (const [code, words] of WORDS_OF) {
  for (const word of words) LANGUAGES_OF.set(word, [...(LANGUAGES_OF.get(word) ?? []), code]);
}

/**
 * The function words of the language that a text is written in: of the one with most of them in it. The same word may
 * be one in one language and a good name in another, such as "war" or "die".
 *
 * @param words of the text, folded
 */
export function functionWordsOf(words: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const word of words) {
    for (const code of LANGUAGES_OF.get(word) ?? []) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let best = { code: "eng", count: counts.get("eng") ?? 0 };
  for (const [code, count] of counts) if (count > best.count) best = { code, count };
  return WORDS_OF.get(best.code) ?? STOP_WORDS;
}
