import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { textOf } from "../../../src/session/form.tsx";
import type { Filters } from "../api/use-page.ts";
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

interface TextFiltersProps {
  /** Label and name of each. */
  fields: readonly (readonly [label: string, name: string])[];
  values: Filters;
  onChange: (values: Record<string, string>) => void;
}

/** They count when Enter is pressed or the button: a list is not asked for with every letter. */
export function TextFilters({ fields, values, onChange }: TextFiltersProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onChange(Object.fromEntries(fields.map(([, name]) => [name, textOf(form, name).trim()])));
  };
  return (
    // Filters that come with an address stand in the fields.
    <form key={JSON.stringify(values)} className={styles.texts} onSubmit={submit}>
      {fields.map(([label, name]) => (
        <TextInput
          key={name}
          className={styles.text}
          label={label}
          name={name}
          defaultValue={values[name] ?? ""}
        />
      ))}
      <Button type="submit" variant="default">
        Filter
      </Button>
    </form>
  );
}
