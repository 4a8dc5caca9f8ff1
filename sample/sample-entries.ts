import { readEntries } from "./read-entries.ts";
import type { Mood } from "./vocabulary.ts";

export interface SampleEntry {
  /** The same at every call, whatever the date. */
  id: string;
  title: string;
  text: string;
  mood: Mood | null;
  tags: string[];
  /** Noon in UTC: the same day in nearly every time zone. */
  entryDate: Date;
}

/** The story has three of them, and always stands in the last. */
const YEARS = 3;
const NOON = 12;

/**
 * The sample journal as it stands on a day: the last year of the story is the year of that day, and what has not
 * happened by then has not been written yet. So the seasons are right, the order is that of the story, and the
 * newest entry is at most two weeks old. On 1 January the whole story moves on by a year.
 *
 * @param today its day in UTC counts
 * @param written all entries, for a caller who asks for many days
 * @returns oldest first, all before that day
 */
export function sampleEntries(today: Date, written = readEntries()): SampleEntry[] {
  const year = today.getUTCFullYear();
  const midnight = Date.UTC(year, today.getUTCMonth(), today.getUTCDate());
  return written
    .map(({ year: ofStory, month, day, ...entry }) => ({
      ...entry,
      entryDate: new Date(Date.UTC(year - YEARS + ofStory, month - 1, day, NOON)),
    }))
    .filter(({ entryDate }) => entryDate.getTime() < midnight);
}
