import type { ParsedComponents, ParsedResult } from "chrono-node";
import type { Chrono } from "chrono-node/en";
import type { DatePhrase, Reading } from "./date-phrase.ts";
import { type ClosedRange, DAY_MS, dayOf, wholeMonth, wholeWeek, wholeYear, yearOf } from "./days.ts";

/** What the date parser finds in English and German, as the days that are meant. */
export async function parsedPhrases(reading: Reading, now: number, offset: number): Promise<DatePhrase[]> {
  // Loaded when first asked for: it takes a tenth of a second.
  const [english, german] = await Promise.all([import("chrono-node/en"), import("chrono-node/de")]);
  const parse = (parser: Pick<Chrono, "parse">) =>
    parser.parse(reading.query, { instant: new Date(now), timezone: offset / 60_000 });
  return [
    ...parse(english.casual).flatMap((result) => toPhrase(result, reading)),
    // Its short names of days are words of English: so, do, mi.
    ...parse(german.casual)
      .filter(
        ({ start, text }) => !start.isCertain("weekday") || start.isCertain("day") || /tag|woch/i.test(text),
      )
      .flatMap((result) => toPhrase(result, reading)),
  ];
}

function toPhrase({ index, text, start, end }: ParsedResult, { today }: Reading): DatePhrase[] {
  const first = rangeOf(start, text);
  const last = end ? rangeOf(end, text) : first;
  if (!first || !last || TOO_VAGUE.test(text)) return [];
  const range = SO_FAR.test(text) ? { from: first.from, to: today } : { from: first.from, to: last.to };
  const certain = start.isCertain("year") || (end?.isCertain("year") ?? false) || TODAY.test(text);
  const comesBack = start.isCertain("weekday") && !start.isCertain("day") ? weekEarlier : yearEarlier;
  // What lies ahead is written about beforehand: "plans for next year" is no time of entries.
  if (certain && range.from > today && !NAMED_YEAR.test(text)) return [];
  return [
    {
      start: index,
      end: index + text.trimEnd().length,
      range: certain ? range : begun(range, comesBack, today),
      certain,
      needsPreposition: !certain && SHORT_OR_MONTH.test(text.trim()),
      ...(certain ? {} : { earlier: comesBack }),
    },
  ];
}

const NAMED_YEAR = /\d{4}/;
/** Said of a moment, not of days; or of a border that nobody knows exactly. */
const TOO_VAGUE = /^(now|jetzt)$|^end of|minute|second|sekunde/i;
/** "the last two weeks" go up to today; "last week" does not. */
const SO_FAR = /^(last|past|letzten?|vergangenen?)\s+\S+\s+\S+/i;
const TODAY = /^(this|heute|diesen?)\s/i;
/** A month alone, or a day of the week in three or four letters. */
const SHORT_OR_MONTH =
  /^(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?$|^(sun|mon|tues?|wed|thur?s?|fri|sat)\.?$/i;

/** The days that are meant, as exactly as it was said. Undefined for a time of day alone. */
function rangeOf(at: ParsedComponents, text: string): ClosedRange | undefined {
  const [year, month, day] = [at.get("year") ?? 0, at.get("month") ?? 1, at.get("day") ?? 1];
  const said = dayOf(year, month, day);
  if (/weekend|wochenende/i.test(text)) return weekendOf(said);
  if (/week|woche/i.test(text) && !at.isCertain("weekday") && !SO_FAR.test(text)) return wholeWeek(said);
  if (SO_FAR.test(text) || at.isCertain("day") || at.isCertain("weekday")) return { from: said, to: said };
  if (at.isCertain("month")) return wholeMonth(year, month);
  if (at.isCertain("year")) return wholeYear(year);
  if (TODAY.test(text)) return { from: said, to: said };
  return undefined;
}

function weekendOf(day: number): ClosedRange {
  const saturday = wholeWeek(day).to - DAY_MS;
  return { from: saturday, to: saturday + DAY_MS };
}

/** Moved back until it has begun. */
function begun(range: ClosedRange, earlier: (range: ClosedRange) => ClosedRange, today: number): ClosedRange {
  return range.from > today ? begun(earlier(range), earlier, today) : range;
}

const weekEarlier = ({ from, to }: ClosedRange) => ({ from: from - 7 * DAY_MS, to: to - 7 * DAY_MS });

function yearEarlier({ from, to }: ClosedRange): ClosedRange {
  return { from: sameDay(from, yearOf(from) - 1), to: sameDay(to, yearOf(to) - 1) };
}

/** The 29th of February, and the end of it, is the 28th in most years. */
function sameDay(day: number, year: number): number {
  const date = new Date(day);
  const endOfMonth = dayOf(year, date.getUTCMonth() + 2, 0);
  return Math.min(endOfMonth, dayOf(year, date.getUTCMonth() + 1, date.getUTCDate()));
}
