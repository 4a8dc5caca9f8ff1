import type { TimelineStep } from "@cosmic/contract/insights";
import type { ThemeDetail } from "@cosmic/contract/patterns";
import { Button, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { KEYS } from "../../api/keys.ts";
import { isProblem } from "../../api/problem.ts";
import { BackLink } from "../../shell/back-link.tsx";
import { PageTitle } from "../../shell/page-title.tsx";
import { themeQuery } from "../queries.ts";
import { Section } from "../section.tsx";
import { type Form, StepAndForm } from "../step-and-form.tsx";
import { MergeNotices } from "./merge-notices.tsx";
import { MoodProfile } from "./mood-profile.tsx";
import { NearThemes } from "./near-themes.tsx";
import { Representatives } from "./representatives.tsx";
import { RiverChart } from "./river-chart.tsx";
import { RiverTable } from "./river-table.tsx";
import { ThemeEntries } from "./theme-entries.tsx";
import { ThemeHead } from "./theme-head.tsx";
import styles from "./theme-page.module.css";

/** A theme: what it is, when it was there, what goes with it. */
export function ThemePage({ params: { id } }: { params: { id: string } }) {
  const [step, setStep] = useState<TimelineStep>("month");
  const { data, error } = useQuery({ ...themeQuery(id, step), placeholderData: keepPreviousData });
  return (
    <div className={styles.page}>
      <BackLink href="/patterns">Patterns</BackLink>
      {data && <Shown detail={data} step={step} onStep={setStep} />}
      {!data && (error ? <Trouble error={error} /> : <Waiting />)}
    </div>
  );
}

interface ShownProps {
  detail: ThemeDetail;
  step: TimelineStep;
  onStep: (step: TimelineStep) => void;
}

function Shown({ detail, step, onStep }: ShownProps) {
  const [form, setForm] = useState<Form>("chart");
  return (
    <>
      <MergeNotices theme={detail.theme} />
      <ThemeHead theme={detail.theme} />
      <Representatives representatives={detail.representatives} />
      <Section
        title="Over time"
        control={<StepAndForm step={step} onStep={onStep} form={form} onForm={setForm} />}
      >
        {form === "chart" ? <RiverChart detail={detail} /> : <RiverTable detail={detail} />}
      </Section>
      <div className={styles.pair}>
        <MoodProfile detail={detail} />
        <NearThemes near={detail.near} />
      </div>
      <ThemeEntries theme={detail.theme} />
    </>
  );
}

function Waiting() {
  return (
    <div className={styles.waiting} aria-busy="true">
      <Skeleton height="2.5rem" width="60%" mt="1rem" />
      <Skeleton height="1.25rem" width="45%" mt="1rem" />
      <Skeleton height="16rem" mt="2.5rem" />
    </div>
  );
}

function Trouble({ error }: { error: Error }) {
  const client = useQueryClient();
  if (isProblem(error, 404)) {
    return (
      <>
        <PageTitle>This theme is not there</PageTitle>
        <p>
          Themes change when they are found again. <Link href="/patterns">All themes</Link>
        </p>
      </>
    );
  }
  return (
    <>
      <PageTitle>This theme cannot be shown now</PageTitle>
      <p role="alert">{error.message}</p>
      <Button onClick={() => client.invalidateQueries({ queryKey: [KEYS.patterns] })}>Try again</Button>
    </>
  );
}
