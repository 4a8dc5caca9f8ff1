import { useEffect, useRef } from "react";
import styles from "./entry-page.module.css";
import { type Span, splitByMarks } from "./passage.ts";

/** The text of an entry; the passage that was come for is marked, in view, and where reading aloud begins. */
export function EntryText({ text, passage }: { text: string; passage: Span | undefined }) {
  const mark = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival at another passage
  useEffect(() => {
    mark.current?.scrollIntoView({ block: "center" });
    mark.current?.focus({ preventScroll: true });
  }, [passage?.start, passage?.end]);
  return (
    <div className={styles.text}>
      {splitByMarks(text, passage ? [passage] : []).map((piece) =>
        piece.marked ? (
          <mark key={piece.start} ref={mark} tabIndex={-1} data-programmatic-focus>
            {piece.text}
          </mark>
        ) : (
          <span key={piece.start}>{piece.text}</span>
        ),
      )}
    </div>
  );
}
