import type { JournalEntryView } from "@cosmic/contract/app";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "wouter";
import { longDate, plural } from "../dates/words.ts";
import { beginning } from "../journal/words.ts";
import { Notice } from "../shell/notice.tsx";
import { NoResults } from "./no-results.tsx";
import styles from "./results.module.css";
import { Results, ResultsSkeleton } from "./results.tsx";

/** Entries that fit the filters, newest first, while no words are given. */
export function EntryResults({ query: { data, error } }: { query: UseQueryResult<JournalEntryView[]> }) {
  if (error) return <Notice kind="error">The entries cannot be shown now. {error.message}</Notice>;
  if (!data) return <ResultsSkeleton />;
  if (data.length === 0) return <NoResults />;
  return (
    <Results summary={`${plural(data.length, "entry", "entries")}, newest first`}>
      {data.map((entry) => (
        <EntryResult key={entry.id} entry={entry} />
      ))}
    </Results>
  );
}

function EntryResult({ entry }: { entry: JournalEntryView }) {
  const date = longDate(entry.entry_date);
  return (
    <>
      <h2>
        <Link href={`/journal/${entry.id}`}>{entry.title || date}</Link>
      </h2>
      <p className={styles.passage}>{beginning(entry.text, 260)}</p>
      <p className={styles.facts}>{[entry.title && date, entry.mood].filter(Boolean).join(" · ")}</p>
    </>
  );
}
