import type { ReactNode } from "react";
import { Mark } from "../shell/mark.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import styles from "./entrance.module.css";

interface FrameProps {
  title: string;
  children: ReactNode;
}

/** The page around signing in and signing up. */
export function Frame({ title, children }: FrameProps) {
  return (
    <div className={styles.split}>
      <aside className={styles.aside}>
        <p className={styles.brand}>
          <Mark /> Cosmic Insights
        </p>
        <p className={styles.motto}>
          A journal that finds again what you wrote, by what it was about. It stays on the machine that runs
          it.
        </p>
      </aside>
      <main className={styles.page} id="content" tabIndex={-1}>
        <PageTitle>{title}</PageTitle>
        {children}
      </main>
    </div>
  );
}
