import type { TimelineStep } from "@cosmic/contract/insights";
import { Choice } from "../shell/choice.tsx";
import styles from "./patterns-page.module.css";

const STEPS: { value: TimelineStep; label: string }[] = [
  { value: "week", label: "Weeks" },
  { value: "month", label: "Months" },
  { value: "year", label: "Years" },
];

export type Form = "chart" | "table";

const FORMS: { value: Form; label: string }[] = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
];

interface FormChoiceProps {
  form: Form;
  onForm: (form: Form) => void;
}

/** A chart, or the table of the same figures. */
export function FormChoice({ form, onForm }: FormChoiceProps) {
  return <Choice label="Form" options={FORMS} value={form} onChange={onForm} />;
}

interface StepAndFormProps extends FormChoiceProps {
  step: TimelineStep;
  onStep: (step: TimelineStep) => void;
}

/** What a chart over time is divided by, and in which form it is read. */
export function StepAndForm({ step, onStep, form, onForm }: StepAndFormProps) {
  return (
    <div className={styles.controls}>
      <Choice label="Step" options={STEPS} value={step} onChange={onStep} />
      <FormChoice form={form} onForm={onForm} />
    </div>
  );
}
