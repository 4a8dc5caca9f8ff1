import type { Timeline, TimelineStep } from "@cosmic/contract/insights";
import { Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Choice } from "../shell/choice.tsx";
import styles from "./patterns-page.module.css";
import { timelineQuery } from "./queries.ts";
import { Away, Section } from "./section.tsx";
import { TimelineChart } from "./timeline-chart.tsx";
import { TimelineTable } from "./timeline-table.tsx";

const STEPS: { value: TimelineStep; label: string }[] = [
  { value: "week", label: "Weeks" },
  { value: "month", label: "Months" },
  { value: "year", label: "Years" },
];

const FORMS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
] as const;

/** When was written, and in which mood: as a chart, or as the table of the same figures. */
export function TimelineSection() {
  const [step, setStep] = useState<TimelineStep>("month");
  const [form, setForm] = useState<"chart" | "table">("chart");
  const { data, error } = useQuery({ ...timelineQuery(step), placeholderData: keepPreviousData });
  return (
    <Section
      title="Entries and moods"
      control={
        <div className={styles.controls}>
          <Choice label="Step" options={STEPS} value={step} onChange={setStep} />
          <Choice label="Form" options={FORMS} value={form} onChange={setForm} />
        </div>
      }
    >
      {error && <Away error={error} />}
      {!data && !error && <Skeleton height="30rem" />}
      {data && <Shown timeline={data} form={form} />}
    </Section>
  );
}

function Shown({ timeline, form }: { timeline: Timeline; form: "chart" | "table" }) {
  if (timeline.count === 0) return <p>Once something is written, this shows when and in which mood.</p>;
  return form === "chart" ? <TimelineChart timeline={timeline} /> : <TimelineTable timeline={timeline} />;
}
