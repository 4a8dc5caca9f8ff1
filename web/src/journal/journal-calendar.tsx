import type { JournalEntryView } from "@cosmic/contract/app";
import { Calendar, DatesProvider, type DayOfWeek } from "@mantine/dates";
import "@mantine/dates/styles.layer.css";
import { useMemo } from "react";
import { useLocation } from "wouter";
import { type Day, dayOf, type Month, monthOf, today } from "../dates/days.ts";
import { longDate, plural } from "../dates/words.ts";
import styles from "./journal-calendar.module.css";

interface JournalCalendarProps {
  month: Month;
  entries: readonly JournalEntryView[];
  onMonth: (month: Month) => void;
}

/** The month as days; those with entries carry a dot each, up to three. A day without one begins an entry. */
export function JournalCalendar({ month, entries, onMonth }: JournalCalendarProps) {
  const [, navigate] = useLocation();
  const counts = useMemo(() => {
    const ofDays = Map.groupBy(entries, (entry) => dayOf(entry.entry_date));
    return new Map([...ofDays].map(([day, { length }]) => [day, length]));
  }, [entries]);

  const open = (day: Day) => {
    if (!counts.has(day)) return navigate(`/journal/new?date=${day}`);
    const place = document.getElementById(`day-${day}`);
    place?.scrollIntoView({ block: "start" });
    place?.querySelector("a")?.focus({ preventScroll: true });
  };

  return (
    <DatesProvider settings={{ firstDayOfWeek: firstDayOfWeek() }}>
      <Calendar
        className={styles.calendar}
        classNames={{ day: styles.day ?? "", calendarHeaderControl: styles.control ?? "" }}
        date={`${month}-01`}
        onDateChange={(date) => onMonth(monthOf(date))}
        maxDate={today()}
        hideOutsideDates
        highlightToday
        fullWidth
        ariaLabels={{
          previousMonth: "Previous month",
          nextMonth: "Next month",
        }}
        getDayProps={(day) => ({
          "aria-label": inWords(day, counts.get(day) ?? 0),
          "data-written": counts.has(day) || undefined,
          onClick: () => open(day),
        })}
        renderDay={(day) => (
          <>
            {Number(day.slice(8))}
            <span className={styles.dots} aria-hidden="true">
              {"•".repeat(Math.min(3, counts.get(day) ?? 0))}
            </span>
          </>
        )}
      />
    </DatesProvider>
  );
}

function inWords(day: Day, count: number): string {
  return `${longDate(`${day}T12:00:00`)}, ${count > 0 ? plural(count, "entry", "entries") : "write an entry"}`;
}

interface WithWeekInfo {
  getWeekInfo(): { firstDay: number };
}

/** As where the reader lives; Monday where the browser does not say. */
function firstDayOfWeek(): DayOfWeek {
  const locale: Intl.Locale & Partial<WithWeekInfo> = new Intl.Locale(navigator.language);
  const day = (locale.getWeekInfo?.().firstDay ?? 1) % 7;
  return day === 0 ? 0 : day === 6 ? 6 : 1;
}
