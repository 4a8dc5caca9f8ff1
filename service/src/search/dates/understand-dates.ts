import type { DatePhrase } from "./date-phrase.ts";
import { DAY_MS, type Day, type DayRange } from "./days.ts";
import { ownPhrases } from "./own-phrases.ts";
import { parsedPhrases } from "./parsed-phrases.ts";
import type { TimeZone } from "./time-zone.ts";

export interface UnderstoodDates {
  range: DayRange;
  /** The words that named it, as they stand in the query. */
  words: string;
  /** The query without them; empty if nothing is left to look for. */
  rest: string;
}

/** Of a longer query only so many UTF-16 code units are read: one who asks by a whole text names no time with it. */
const LONGEST = 500;

/**
 * Finds the longest words of a query that name a time, in English or German. Words in double quotes are left alone, and
 * so is a time that lies ahead. Without a year the latest time that has begun is meant.
 *
 * @param now milliseconds since 1970
 * @param zone of the reader, who says "yesterday"
 */
export async function understandDates(
  query: string,
  now: number,
  zone: TimeZone,
): Promise<UnderstoodDates | undefined> {
  const today = zone.dayAt(now);
  const reading = { query: query.slice(0, LONGEST), today };
  const phrases = [...ownPhrases(reading), ...(await parsedPhrases(reading, now, zone.offsetAt(now)))];
  const found = [
    ...spans(query, phrases),
    ...phrases.flatMap((phrase) => withPreposition(query, phrase, today)),
  ]
    .filter(({ start }) => !isQuoted(query, start))
    .sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const [best] = found;
  if (!best) return undefined;
  const words = query.slice(best.start, best.end);
  const rest = `${query.slice(0, best.start)} ${query.slice(best.end)}`.replace(/\s+/g, " ").trim();
  return { range: best.range, words, rest: /[\p{L}\p{N}]/u.test(rest) ? rest : "" };
}

interface Found {
  start: number;
  end: number;
  range: DayRange;
}

const PLAIN = "in|on|at|during|from|of|over|throughout|im|am|vom|von|während|last|this|letzte[nrsm]?";
const AFTER = "after|nach";
const SINCE = "since|seit";
const BEFORE = "before|vor";
const UNTIL = "until|till|bis";
const PREPOSITION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<word>${[PLAIN, AFTER, SINCE, BEFORE, UNTIL].join("|")})(?:\\s+(?:the|dem|der|den|zum))?\\s+$`,
  "iu",
);

/** The word in front belongs to it, and may open its range on one side. */
function withPreposition(query: string, phrase: DatePhrase, today: Day): Found[] {
  const match = PREPOSITION.exec(query.slice(0, phrase.start));
  const word = match?.groups?.word?.toLowerCase() ?? "";
  if (phrase.needsPreposition && word === "") return [];
  const { from, to } = phrase.range;
  const place = { start: match?.index ?? phrase.start, end: phrase.end };
  const is = (words: string) => new RegExp(`^(${words})$`).test(word);
  if (is(SINCE)) return [{ ...place, range: { from } }];
  if (is(AFTER)) return [{ ...place, range: { from: to + DAY_MS } }];
  if (is(BEFORE)) return [{ ...place, range: { to: from - DAY_MS } }];
  if (is(UNTIL)) return [{ ...place, range: { to } }];
  const goesOn = from <= today && today <= to;
  if (is("last|letzte[nrsm]?") && goesOn && phrase.earlier) {
    return [{ ...place, range: phrase.earlier(phrase.range) }];
  }
  return [{ ...place, range: phrase.range }];
}

const OPENING = /(?<![\p{L}\p{N}])(?:between|from|zwischen|von|vom)(?:\s+(?:the|dem))?\s+$/iu;
const JOINT = /^\s*(?:and|to|until|till|und|bis|-|–)(?:\s+(?:the|dem|zum))?\s+$/iu;

/** Two times with "between … and …" or "from … to …" round them. */
function spans(query: string, phrases: readonly DatePhrase[]): Found[] {
  return phrases.flatMap((last) =>
    phrases.flatMap((first): Found[] => {
      const opening = OPENING.exec(query.slice(0, first.start));
      if (!opening || !JOINT.test(query.slice(first.end, last.start))) return [];
      let { range } = first;
      while (first.earlier && range.from > last.range.from) range = first.earlier(range);
      if (range.from > last.range.to) return [];
      return [{ start: opening.index, end: last.end, range: { from: range.from, to: last.range.to } }];
    }),
  );
}

function isQuoted(query: string, at: number): boolean {
  return (query.slice(0, at).match(/["“”„]/g)?.length ?? 0) % 2 === 1;
}
