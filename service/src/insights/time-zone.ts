import { CosmicError } from "../errors.ts";

/**
 * A zone that the calendar of this machine knows, by its IANA name. Offsets and the rules that PostgreSQL would take
 * in their place are refused: `UTC+1` means one thing here and the opposite there.
 *
 * @throws CosmicError `invalid_value`
 */
export function checkTimeZone(name: string): string {
  if (/^[a-z]/i.test(name) && isKnown(name)) return name;
  throw new CosmicError(
    "invalid_value",
    `There is no time zone "${name}". Use an IANA name such as Europe/Berlin, or UTC.`,
    { field: "/time_zone" },
  );
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The day that a moment is part of in a zone, such as `2026-01-31`. */
export function dayIn(timeZone: string, moment: Date): string {
  const format = {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    calendar: "iso8601",
  } as const;
  const parts = new Intl.DateTimeFormat("en", format).formatToParts(moment);
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}
