import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { textOf } from "../../../src/session/form.tsx";
import styles from "./filters.module.css";

export function FilterBar({ children }: { children: ReactNode }) {
  return (
    <search className={styles.bar} aria-label="Filters">
      {children}
    </search>
  );
}

interface SelectFilterProps {
  label: string;
  value: string | undefined;
  options: readonly string[];
  onChange: (value: string) => void;
}

export function SelectFilter({ label, value = "", options, onChange }: SelectFilterProps) {
  return (
    <NativeSelect
      label={label}
      value={value}
      data={[{ value: "", label: "all" }, ...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface TextFilterProps {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
}

/** Counts when Enter is pressed or the button: a list is not asked for with every letter. */
export function TextFilter({ label, value = "", onChange }: TextFilterProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onChange(textOf(new FormData(event.currentTarget), "value").trim());
  };
  return (
    <form key={value} className={styles.text} onSubmit={submit}>
      <TextInput label={label} name="value" defaultValue={value} />
      <Button type="submit" variant="default" aria-label={`Filter by ${label}`}>
        Filter
      </Button>
    </form>
  );
}
