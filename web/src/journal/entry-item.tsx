import type { JournalEntryView } from "@cosmic/contract/app";
import { Link } from "wouter";
import { timeOf } from "../dates/words.ts";
import { useStatus } from "../live/statuses.ts";
import styles from "./month-list.module.css";
import { beginning } from "./words.ts";

/** An entry in the list of its month. */
export function EntryItem({ entry }: { entry: JournalEntryView }) {
  const status = useStatus(entry);
  const title = entry.title || beginning(entry.text, 70);
  const traits = [entry.mood, ...entry.tags.map((tag) => `#${tag}`)].filter((it) => it !== null);
  return (
    <article className={styles.entry}>
      <h2>
        <Link href={`/journal/${entry.id}`}>{title}</Link>
      </h2>
      <p className={styles.excerpt}>
        {beginning(entry.title ? entry.text : entry.text.slice(title.length - 1), 220)}
      </p>
      <p className={styles.traits}>
        {[timeOf(entry.entry_date), ...traits].join(" · ")}
        {status !== "completed" && (
          <span className={styles.waiting}>{status === "failed" ? "not searchable" : "soon searchable"}</span>
        )}
      </p>
    </article>
  );
}
