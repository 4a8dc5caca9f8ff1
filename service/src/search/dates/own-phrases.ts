import { type DatePhrase, matchWords, type Reading } from "./date-phrase.ts";
import {
  type ClosedRange,
  DAY_MS,
  dayOf,
  latestBegun,
  latestEnded,
  wholeMonth,
  wholeWeek,
  wholeYear,
  yearOf,
} from "./days.ts";

/** What the date parser does not know: seasons, years alone, months in German, and some weeks. */
export function ownPhrases(reading: Reading): DatePhrase[] {
  return [...seasons(reading), ...years(reading), ...germanMonths(reading), ...someWeeks(reading)];
}

const YEAR = "(?:19|20)\\d{2}";

/** First month of each. Meteorological, in the northern half of the world; winter is named by the year it begins in. */
const SEASONS = new Map([
  ["spring", 3],
  ["frühling", 3],
  ["frühjahr", 3],
  ["summer", 6],
  ["sommer", 6],
  ["autumn", 9],
  ["fall", 9],
  ["herbst", 9],
  ["winter", 12],
]);

function seasons({ query, today }: Reading): DatePhrase[] {
  const names = [...SEASONS.keys()].join("|");
  const which = "last|past|previous|this|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?|diese[nrsm]?";
  const pattern = `(?:(?<which>${which})\\s+)?(?<name>${names})(?:\\s+(?:of\\s+)?(?:(?<year>${YEAR})(?:/\\d{2,4})?|(?<back>last|this)\\s+year))?`;
  return matchWords(query, pattern).map((match) => {
    const { which = "", name = "", year, back } = match.groups ?? {};
    const month = SEASONS.get(name.toLowerCase()) ?? 1;
    const ofYear = (of: number) => ({ from: dayOf(of, month, 1), to: dayOf(of, month + 3, 0) });
    const certain = year ?? (back && yearOf(today) - (/last/i.test(back) ? 1 : 0));
    const latest = which === "" || /^(this|diese)/i.test(which) ? latestBegun : latestEnded;
    return {
      ...placeOf(match),
      range: certain === undefined ? latest(ofYear, today) : ofYear(Number(certain)),
      certain: true,
      needsPreposition: certain === undefined && which === "",
    };
  });
}

function years({ query }: Reading): DatePhrase[] {
  return matchWords(
    query,
    `(?:(?:the\\s+)?year\\s+|(?:dem\\s+)?jahre?\\s+)?(?<year>${YEAR})(?![.:/-]\\d)`,
  ).map((match) => ({
    ...placeOf(match),
    range: wholeYear(Number(match.groups?.year)),
    certain: true,
    needsPreposition: true,
  }));
}

const GERMAN_MONTHS =
  "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember".split("|");

function germanMonths({ query, today }: Reading): DatePhrase[] {
  return matchWords(query, `(?<name>${GERMAN_MONTHS.join("|")})(?:\\s+(?<year>${YEAR}))?`).map((match) => {
    const month = GERMAN_MONTHS.indexOf((match.groups?.name ?? "").toLowerCase()) + 1;
    const year = match.groups?.year;
    const ofYear = (of: number) => wholeMonth(of, month);
    return {
      ...placeOf(match),
      range: year ? ofYear(Number(year)) : latestBegun(ofYear, today),
      certain: year !== undefined,
      needsPreposition: year === undefined,
      earlier: ({ from }) => ofYear(yearOf(from) - 1),
    };
  });
}

function someWeeks({ query, today }: Reading): DatePhrase[] {
  const certain = { certain: true, needsPreposition: false };
  const before = (unit: string): ClosedRange => {
    const year = yearOf(today);
    if (/week|woche/i.test(unit)) return wholeWeek(today - 14 * DAY_MS);
    if (/year|jahr/i.test(unit)) return wholeYear(year - 2);
    return wholeMonth(year, new Date(today).getUTCMonth() + 1 - 2);
  };
  const unit = "week|month|year|woche|monat|jahr";
  return [
    ...matchWords(query, "this\\s+week|diese(?:r)?\\s+woche").map((match) => ({
      ...placeOf(match),
      range: wholeWeek(today),
      ...certain,
    })),
    ...matchWords(
      query,
      `(?:the\\s+)?(?<unit>${unit})\\s+before\\s+last|vorletzte[nrs]?\\s+(?<german>${unit})`,
    ).map((match) => ({
      ...placeOf(match),
      range: before(match.groups?.unit ?? match.groups?.german ?? ""),
      ...certain,
    })),
  ];
}

const placeOf = (match: RegExpExecArray) => ({ start: match.index, end: match.index + match[0].length });
