import type { Timeline, TimelineStep } from "@cosmic/contract/insights";
import { Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timelineQuery } from "./queries.ts";
import { Away, Section } from "./section.tsx";
import { type Form, StepAndForm } from "./step-and-form.tsx";
import { TimelineChart } from "./timeline-chart.tsx";
import { TimelineTable } from "./timeline-table.tsx";

/** When was written, and in which mood: as a chart, or as the table of the same figures. */
export function TimelineSection() {
  const [step, setStep] = useState<TimelineStep>("month");
  const [form, setForm] = useState<Form>("chart");
  const { data, error } = useQuery({ ...timelineQuery(step), placeholderData: keepPreviousData });
  return (
    <Section
      title="Entries and moods"
      control={<StepAndForm step={step} onStep={setStep} form={form} onForm={setForm} />}
    >
      {error && <Away error={error} />}
      {!data && !error && <Skeleton height="30rem" />}
      {data && <Shown timeline={data} form={form} />}
    </Section>
  );
}

function Shown({ timeline, form }: { timeline: Timeline; form: Form }) {
  if (timeline.count === 0) return <p>Once something is written, this shows when and in which mood.</p>;
  return form === "chart" ? (
    <TimelineChart timeline={timeline} />
  ) : (
    <TimelineTable timeline={timeline} label="Entries and moods as a table" />
  );
}
