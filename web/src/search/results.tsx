import { Skeleton } from "@mantine/core";
import { Children, type KeyboardEvent, type ReactNode } from "react";
import styles from "./results.module.css";

/** A list of results; arrow keys go from one to the next, and up from the first into the field. */
export function Results({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <>
      <p className={styles.summary}>{summary}</p>
      <ol className={styles.results} onKeyDown={step}>
        {Children.map(children, (child) => (
          <li data-result className={styles.result}>
            {child}
          </li>
        ))}
      </ol>
    </>
  );
}

function step(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-result] a")];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? links.indexOf(activeElement) : -1;
  if (at < 0) return;
  event.preventDefault();
  const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
  (next ?? (at === 0 ? document.querySelector<HTMLElement>("search input") : undefined))?.focus();
}

export function ResultsSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton height="1.5rem" width="8rem" mb="0.75rem" />
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height="8rem" mb="1.5rem" />
      ))}
    </div>
  );
}
