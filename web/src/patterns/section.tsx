import { type ReactNode, useId } from "react";
import styles from "./patterns-page.module.css";

interface SectionProps {
  title: string;
  /** Beside the title. */
  control?: ReactNode;
  children: ReactNode;
}

export function Section({ title, control, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {control}
      </header>
      {children}
    </section>
  );
}

export function Away({ error }: { error: Error }) {
  return <p role="alert">This cannot be shown now. {error.message}</p>;
}
