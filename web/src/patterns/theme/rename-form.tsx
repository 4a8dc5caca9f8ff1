import type { Theme } from "@cosmic/contract/patterns";
import { Button } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { nameOf } from "../themes/words.ts";
import styles from "./theme-page.module.css";

/** As in the contract. */
const LONGEST = 100;

interface RenameFormProps {
  theme: Theme;
  /** Null for the name that was found. */
  onRename: (name: string | null) => void;
  onCancel: () => void;
}

export function RenameForm({ theme, onRename, onCancel }: RenameFormProps) {
  const [name, setName] = useState(nameOf(theme));
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.select(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = name.trim();
    if (next === nameOf(theme)) onCancel();
    else onRename(next === "" || next === theme.label ? null : next);
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key === "Escape") onCancel();
  };
  return (
    <form className={styles.rename} onSubmit={submit} onKeyDown={leave}>
      <label htmlFor={id}>Name of the theme</label>
      <input
        ref={field}
        id={id}
        value={name}
        maxLength={LONGEST}
        placeholder={theme.label}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div>
        <Button type="submit">Save</Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        {theme.name !== null && (
          <Button variant="subtle" onClick={() => onRename(null)}>
            Use the found name
          </Button>
        )}
      </div>
    </form>
  );
}
