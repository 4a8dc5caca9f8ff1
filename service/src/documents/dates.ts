/** The moment that an RFC 3339 time, or a day, stands for; a day is its first moment in UTC. */
export function toDate(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}

/** Like `toDate`, but a day stands for its last millisecond: for the upper bound of a range. */
export function toEndDate(text: string | undefined): Date | null {
  if (text === undefined) return null;
  return new Date(text.length === 10 ? `${text}T23:59:59.999Z` : text);
}

/** A day, or a moment with its offset, that the calendar has. */
export function isDateOrTimestamp(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i.exec(
    text,
  );
  if (!match || Number.isNaN(Date.parse(text))) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // JavaScript rolls the 30th of February over into March; the calendar does not have it.
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return year > 0 && day <= lastDay;
}
