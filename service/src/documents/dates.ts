/** The moment that an RFC 3339 time, or a day, stands for; a day is its first moment in UTC. */
export function toDate(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}

/** Like `toDate`, but a day stands for its last millisecond: for the upper bound of a range. */
export function toEndDate(text: string | undefined): Date | null {
  if (text === undefined) return null;
  return new Date(text.length === 10 ? `${text}T23:59:59.999Z` : text);
}

/** A day that the calendar has, of the years 1 to 9999. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match || Number.isNaN(Date.parse(text))) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // JavaScript rolls the 30th of February over into March; the calendar does not have it.
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return year > 0 && day <= lastDay;
}

/** A moment with its offset, seconds or not, that PostgreSQL can keep and RFC 3339 can write in UTC. */
export function isTimestamp(text: string): boolean {
  if (!/^.{10}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i.test(text)) return false;
  const year = new Date(text).getUTCFullYear();
  return isDay(text.slice(0, 10)) && year >= 1 && year <= 9999;
}

/** Either of the two. */
export function isDateOrTimestamp(text: string): boolean {
  return isDay(text) || isTimestamp(text);
}
