import type { Timeline } from "@cosmic/contract/insights";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import styles from "../patterns-page.module.css";
import { timelineQuery, yearQuery } from "../queries.ts";
import { Away, Section } from "../section.tsx";
import { type Form, FormChoice } from "../step-and-form.tsx";
import { TimelineTable } from "../timeline-table.tsx";
import calendar from "./mood-calendar.module.css";
import { MoodGrid } from "./mood-grid.tsx";
import { moodSigns } from "./year-grid.ts";

/** A year by days, with the mood of each. */
export function MoodCalendarSection() {
  const { data: all, error } = useQuery(timelineQuery("year"));
  const [chosen, setChosen] = useState<number>();
  const [form, setForm] = useState<Form>("chart");
  const years = all?.results.map(({ start }) => Number(start.slice(0, 4))) ?? [];
  const year = chosen ?? years.at(-1);
  return (
    <Section
      title="Mood calendar"
      control={
        year !== undefined && (
          <div className={styles.controls}>
            <select
              className={calendar.year}
              aria-label="Year"
              value={year}
              onChange={(event) => setChosen(Number(event.currentTarget.value))}
            >
              {years.toReversed().map((it) => (
                <option key={it}>{it}</option>
              ))}
            </select>
            <FormChoice form={form} onForm={setForm} />
          </div>
        )
      }
    >
      {error && <Away error={error} />}
      {!all && !error && <Skeleton height="27rem" />}
      {all && year === undefined && <p>Once something is written, this shows each day in its mood.</p>}
      {all && year !== undefined && <Year key={year} year={year} all={all} form={form} />}
    </Section>
  );
}

function Year({ year, all, form }: { year: number; all: Timeline; form: Form }) {
  const { data, error } = useQuery(yearQuery(year));
  const signs = useMemo(() => moodSigns(all.moods), [all]);
  if (error) return <Away error={error} />;
  if (!data) return <Skeleton height="27rem" />;
  if (form === "table") return <TimelineTable timeline={data} label="Moods by day as a table" />;
  return <MoodGrid year={year} timeline={data} signs={signs} />;
}
