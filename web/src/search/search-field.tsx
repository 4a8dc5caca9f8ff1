import { useEffect, useEffectEvent, useRef, useState } from "react";
import { SearchIcon } from "../shell/icons.tsx";
import { useShortcut } from "../shell/shortcuts.ts";
import styles from "./search-page.module.css";

interface SearchFieldProps {
  value: string;
  busy: boolean;
  onChange: (value: string) => void;
}

/** Shorter than the pause between two words, longer than that between two keys. */
const PAUSE_MS = 160;

/** Tells of what is typed after a short pause. Arrow down goes on to the results, Escape empties it. */
export function SearchField({ value, busy, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    // The address was changed by something else: back, a link, a suggestion.
    setTold(value);
    if (value !== typed) setTyped(value);
  }
  const tell = useEffectEvent((text: string) => {
    setTold(text);
    onChange(text);
  });
  useEffect(() => {
    if (typed === told) return;
    const timer = setTimeout(() => tell(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, told]);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useShortcut("/", () => field.current?.select());
  return (
    <search className={styles.search}>
      <SearchIcon />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label="Search the journal"
        placeholder="What was it about?"
        autoComplete="off"
        spellCheck={false}
        maxLength={10_000}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") focusFirstResult(event);
          if (event.key === "Enter") tell(typed);
          if (event.key === "Escape" && typed !== "") {
            event.preventDefault();
            setTyped("");
          }
        }}
      />
      <span className={styles.busy} data-busy={busy} aria-hidden="true" />
    </search>
  );
}

function focusFirstResult(event: React.KeyboardEvent): void {
  const first = document.querySelector<HTMLElement>("[data-result] a");
  if (!first) return;
  event.preventDefault();
  first.focus();
}
