import type { Theme } from "@cosmic/contract/patterns";
import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { longDate, plural } from "../../dates/words.ts";
import { beginning } from "../../journal/words.ts";
import { announce } from "../../shell/announcer.tsx";
import { themeDocumentsQuery } from "../queries.ts";
import { Away, Section } from "../section.tsx";
import styles from "./theme-page.module.css";

/** The entries of a theme, newest first. */
export function ThemeEntries({ theme: { id, documents } }: { theme: Theme }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    themeDocumentsQuery(id),
  );
  const entries = data?.pages.flatMap(({ results }) => results) ?? [];
  const more = async () => {
    const { data: now } = await fetchNextPage();
    const count = now?.pages.reduce((sum, { results }) => sum + results.length, 0) ?? 0;
    announce(`${count} of ${plural(documents, "entry", "entries")} are listed.`);
  };
  return (
    <Section title="Entries">
      {error && <Away error={error} />}
      {!data && !error && <Skeleton height="20rem" />}
      <ol className={styles.entries}>
        {entries.map((entry) => {
          const date = longDate(entry.entry_date ?? entry.created_at);
          const name = entry.title || beginning(entry.excerpt, 70);
          return (
            <li key={entry.document_id}>
              <h3>
                {entry.source_id === null ? name : <Link href={`/journal/${entry.source_id}`}>{name}</Link>}
              </h3>
              {entry.title && <p className={styles.excerpt}>{beginning(entry.excerpt, 160)}</p>}
              <p className={styles.facts}>{[date, entry.mood].filter(Boolean).join(" · ")}</p>
            </li>
          );
        })}
      </ol>
      {hasNextPage && (
        <Button variant="default" onClick={more} loading={isFetchingNextPage}>
          Show more
        </Button>
      )}
    </Section>
  );
}
