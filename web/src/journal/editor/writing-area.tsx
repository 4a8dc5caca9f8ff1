import { useEffect, useLayoutEffect, useRef } from "react";
import styles from "./editor.module.css";

interface WritingAreaProps {
  value: string;
  onChange: (value: string) => void;
}

const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

/** Grows with the text, so that the page scrolls and not the field. */
export function WritingArea({ value, onChange }: WritingAreaProps) {
  const ref = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = ref.current;
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows from the text
  useLayoutEffect(() => {
    const area = ref.current;
    if (GROWS_BY_ITSELF || !area) return;
    area.style.height = "0";
    area.style.height = `${area.scrollHeight}px`;
  }, [value]);
  return (
    <textarea
      ref={ref}
      className={styles.area}
      aria-label="Text"
      placeholder="What happened? What is on your mind?"
      maxLength={500_000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
