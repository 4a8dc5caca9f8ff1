import { type Day, type Month, startOfDay } from "./days.ts";

/** The app is in English; which English decides about the order of day and month. */
const LOCALE = navigator.languages?.find((language) => /^en\b/.test(language)) ?? "en-GB";

const formatter = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, options);
const long = formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const short = formatter({ day: "numeric", month: "short", year: "numeric" });
const month = formatter({ month: "long", year: "numeric" });
const monthShort = formatter({ month: "short" });
const weekday = formatter({ weekday: "short" });
const time = formatter({ hour: "2-digit", minute: "2-digit" });

export const longDate = (moment: string | Date): string => long.format(new Date(moment));
export const shortDate = (moment: string | Date): string => short.format(new Date(moment));
export const monthInWords = (text: Month): string => month.format(startOfDay(`${text}-01`));
export const shortMonth = (day: Day): string => monthShort.format(startOfDay(day));
export const weekdayOf = (day: Day): string => weekday.format(startOfDay(day));
export const timeOf = (moment: string | Date): string => time.format(new Date(moment));

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString(LOCALE)} ${count === 1 ? one : many}`;
}
