import { customType } from "drizzle-orm/pg-core";

/** A column of moments, to the millisecond, as `Date`. */
export const moment = customType<{ data: Date; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
  toDriver: (date) => date.toISOString(),
  fromDriver: readMoment,
});

/** A moment in JSON, of a year that nobody takes for another one, which is what `Date` reads fastest. */
const ISO = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?[+-]\d\d:\d\d$/;

/**
 * What PostgreSQL writes, such as `0001-01-01 00:53:28+00:53:28`, in JSON with a T. `new Date` alone takes that year
 * for 2001, and no seconds in an offset, as places had before there were time zones.
 */
export function readMoment(text: string): Date {
  if (ISO.test(text)) return new Date(text);
  const [, day, time, sign, hours, minutes = "0", seconds = "0"] =
    /^(\S+?)[ T](\S+?)([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(text) ?? [];
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return new Date(Date.parse(`${day}T${time}Z`) - (sign === "-" ? -offset : offset));
}
