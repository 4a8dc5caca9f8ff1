import type { ClosedRange, Day } from "./days.ts";

/** Words of a query that name a time. */
export interface DatePhrase {
  /** UTF-16 code units into the query, end exclusive. */
  start: number;
  end: number;
  range: ClosedRange;
  /** It says which year it means, or how far back. Others mean the latest time that has begun. */
  certain: boolean;
  /** Names something else just as often ("June called", "a broken spring"): counts only behind a word such as "in". */
  needsPreposition: boolean;
  /** What comes back: every year or every week. Undefined where there is no other one to mean. */
  earlier?: (range: ClosedRange) => ClosedRange;
}

/** What understanding a query starts from. */
export interface Reading {
  query: string;
  /** In the reader's time zone. */
  today: Day;
}

/** Every match of a pattern that has word borders on both sides, in any script. */
export function matchWords(query: string, pattern: string): RegExpExecArray[] {
  return [...query.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "giu"))];
}
