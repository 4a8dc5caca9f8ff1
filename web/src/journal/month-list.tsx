import type { JournalEntryView } from "@cosmic/contract/app";
import { Skeleton } from "@mantine/core";
import { type Day, dayOf } from "../dates/days.ts";
import { shortMonth, weekdayOf } from "../dates/words.ts";
import { EntryItem } from "./entry-item.tsx";
import styles from "./month-list.module.css";

interface MonthListProps {
  /** Newest first; undefined while they are read. */
  entries: readonly JournalEntryView[] | undefined;
  failed: boolean;
}

export function MonthList({ entries, failed }: MonthListProps) {
  if (!entries) return failed ? null : <MonthSkeleton />;
  if (entries.length === 0) return <p className={styles.empty}>Nothing was written in this month.</p>;
  const days = Map.groupBy(entries, (entry) => dayOf(entry.entry_date));
  return (
    <ol className={styles.days}>
      {[...days].map(([day, ofDay]) => (
        <li key={day} id={`day-${day}`} className={styles.day}>
          <DayMark day={day} />
          <div className={styles.entries}>
            {ofDay.map((entry) => (
              <EntryItem key={entry.id} entry={entry} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The day in the margin, as in a diary. */
function DayMark({ day }: { day: Day }) {
  return (
    <time dateTime={day} className={styles.mark}>
      <span className={styles.number}>{Number(day.slice(8))}</span>
      <span className="visually-hidden">{shortMonth(day)}</span>
      <span className={styles.weekday}>{weekdayOf(day)}</span>
    </time>
  );
}

function MonthSkeleton() {
  return (
    <div className={styles.loading} aria-busy="true">
      {[1, 2, 3, 4, 5].map((row) => (
        <div key={row} className={styles.day}>
          <Skeleton height="3rem" width="2.5rem" />
          <Skeleton height="6.5rem" />
        </div>
      ))}
    </div>
  );
}
