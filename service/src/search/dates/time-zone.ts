import { checkTimeZone } from "../../insights/time-zone.ts";
import { DAY_MS, type Day } from "./days.ts";

/** What day it is somewhere, and when days begin there. */
export interface TimeZone {
  /** Milliseconds that its clocks are ahead of UTC at a moment. */
  offsetAt(moment: number): number;
  dayAt(moment: number): Day;
  /** First moment of a day there, in milliseconds since 1970 UTC. */
  startOf(day: Day): number;
}

/**
 * @param name of the IANA database, such as `Europe/Berlin`
 *
 * @throws CosmicError `invalid_value`
 */
export function openTimeZone(name: string): TimeZone {
  const format = new Intl.DateTimeFormat("en", { timeZone: checkTimeZone(name), timeZoneName: "longOffset" });
  const offsetAt = (moment: number) => {
    const text = format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours = 0, minutes = 0, seconds = 0] =
      /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(text) ?? [];
    const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    return sign === "-" ? -ms : ms;
  };
  return {
    offsetAt,
    dayAt: (moment) => Math.floor((moment + offsetAt(moment)) / DAY_MS) * DAY_MS,
    // The clocks may have been put forward or back between the first guess and the day's beginning.
    startOf: (day) => day - offsetAt(day - offsetAt(day)),
  };
}
