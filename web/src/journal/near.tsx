import { Skeleton } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { Link } from "wouter";
import styles from "./near.module.css";

/** A list beside an entry. */
export function Near({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.near} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface NearLinkProps {
  /** Null for documents that are no entries of the journal. */
  entryId: string | null;
  title: string;
  excerpt: string;
  date: string;
}

export function NearLink({ entryId, title, excerpt, date }: NearLinkProps) {
  return (
    <li>
      {entryId === null ? <b>{title}</b> : <Link href={`/journal/${entryId}`}>{title}</Link>}
      {date && <span className={styles.date}> {date}</span>}
      {excerpt && <p>{excerpt}</p>}
    </li>
  );
}

export function NearSkeleton({ rows }: { rows: number }) {
  return (
    <div aria-busy="true">
      {Array.from({ length: rows }, (_, i) => i).map((row) => (
        <Skeleton key={row} height="5.75rem" mb="0.75rem" />
      ))}
    </div>
  );
}
