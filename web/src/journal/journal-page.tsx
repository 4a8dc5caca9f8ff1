import { useQuery } from "@tanstack/react-query";
import { useLocation, useSearchParams } from "wouter";
import { isMonth, type Month, monthOf, today } from "../dates/days.ts";
import { monthInWords } from "../dates/words.ts";
import { Fold } from "../shell/fold.tsx";
import { Notice } from "../shell/notice.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { monthQuery, newestQuery } from "./entries.ts";
import { JournalCalendar } from "./journal-calendar.tsx";
import styles from "./journal-page.module.css";
import { MonthList } from "./month-list.tsx";
import { MonthSteps } from "./month-steps.tsx";
import { OnThisDay } from "./on-this-day.tsx";
import { UnsavedDrafts } from "./unsaved-drafts.tsx";
import { Welcome } from "./welcome.tsx";

export function JournalPage() {
  const [parameters] = useSearchParams();
  const { data: newest, error } = useQuery(newestQuery);
  const asked = parameters.get("month");
  if (newest?.count === 0) return <Welcome />;
  // Without a month in the address the journal opens where it was written last.
  const month = isMonth(asked) ? asked : newest?.entry ? monthOf(newest.entry.entry_date) : monthOf(today());
  return <MonthPage month={month} known={isMonth(asked) || newest !== undefined} trouble={error} />;
}

interface MonthPageProps {
  month: Month;
  /** False until it is known which month to show. */
  known: boolean;
  trouble: Error | null;
}

function MonthPage({ month, known, trouble }: MonthPageProps) {
  const [, navigate] = useLocation();
  const { data: entries, error } = useQuery({ ...monthQuery(month), enabled: known });
  const fault = error ?? trouble;
  return (
    <div className={styles.page} data-loading={!entries}>
      <div className={styles.list}>
        <PageTitle className={styles.title}>{monthInWords(month)}</PageTitle>
        <UnsavedDrafts />
        {fault && !entries && <Notice kind="error">The entries cannot be shown now. {fault.message}</Notice>}
        <MonthList entries={entries} failed={fault !== null} />
        {entries && <MonthSteps month={month} />}
      </div>
      <aside className={styles.aside} aria-label="Calendar and memories">
        <Fold title="Calendar">
          <JournalCalendar
            month={month}
            entries={entries ?? []}
            onMonth={(next) => navigate(`/journal?month=${next}`, { replace: true })}
          />
        </Fold>
        <OnThisDay day={today()} title="On this day" />
      </aside>
    </div>
  );
}
