import { type ReactNode, useId, useState } from "react";
import styles from "./fold.module.css";

/** Open on wide screens; on small ones behind a button that names it. */
export function Fold({ title, children }: { title: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {title}
      </button>
      <div id={id} className={styles.content} data-open={open}>
        {children}
      </div>
    </div>
  );
}
