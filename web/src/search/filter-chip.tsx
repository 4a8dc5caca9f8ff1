import type { ReactNode } from "react";
import styles from "./filter-bar.module.css";

/** A filter that is set; the chip is the button that takes it away. */
export function FilterChip({ children, onRemove }: { children: ReactNode; onRemove: () => void }) {
  return (
    <button type="button" className={styles.chip} onClick={onRemove}>
      {children}
      <span aria-hidden="true">×</span>
      <span className="visually-hidden">, remove this filter</span>
    </button>
  );
}
