import type { JournalEntryView } from "@cosmic/contract/app";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { dayOf, monthOf } from "../dates/days.ts";
import { longDate, monthInWords, plural, timeOf } from "../dates/words.ts";
import { BackLink } from "../shell/back-link.tsx";
import { Notice } from "../shell/notice.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { useShortcut } from "../shell/shortcuts.ts";
import { DeleteEntry } from "./delete-entry.tsx";
import { useWaitingDrafts } from "./drafts/drafts.ts";
import { entryQuery } from "./entries.ts";
import styles from "./entry-page.module.css";
import { EntryText } from "./entry-text.tsx";
import { EntryTrouble } from "./entry-trouble.tsx";
import { OnThisDay } from "./on-this-day.tsx";
import { SearchState } from "./search-state.tsx";
import { SimilarEntries } from "./similar-entries.tsx";
import { Traits } from "./traits.tsx";
import { usePassage } from "./use-passage.ts";
import { countWords } from "./words.ts";

/** An entry to be read, with what is near to it. */
export function EntryPage({ params: { id } }: { params: { id: string } }) {
  const { data: entry, error } = useQuery(entryQuery(id));
  if (entry) return <Entry key={id} entry={entry} />;
  return error ? <EntryTrouble error={error} /> : <EntrySkeleton />;
}

function Entry({ entry }: { entry: JournalEntryView }) {
  const [, navigate] = useLocation();
  const passage = usePassage(entry.text);
  const unsaved = useWaitingDrafts().some(({ key }) => key === entry.id);
  const edit = `/journal/${entry.id}/edit`;
  useShortcut("e", () => navigate(edit));
  const month = monthOf(entry.entry_date);
  const date = longDate(entry.entry_date);
  return (
    <div className={styles.page}>
      <article className={styles.entry}>
        <BackLink href={`/journal?month=${month}`}>{monthInWords(month)}</BackLink>
        {unsaved && (
          <Notice action={<Link href={edit}>Show them</Link>}>
            There are changes that are not saved yet.
          </Notice>
        )}
        <PageTitle className={styles.title} heading={entry.title || date} keepFocus={passage !== undefined}>
          {entry.title || date}
        </PageTitle>
        <p className={styles.when}>
          <time dateTime={entry.entry_date}>
            {entry.title && `${date}, `}
            {timeOf(entry.entry_date)}
          </time>
          <span>{plural(countWords(entry.text), "word")}</span>
          <SearchState entry={entry} />
        </p>
        <Traits mood={entry.mood} tags={entry.tags} />
        <EntryText text={entry.text} passage={passage} />
        <p className={styles.actions}>
          <Link href={edit}>Edit</Link>
          <DeleteEntry entry={entry} />
        </p>
      </article>
      <aside className={styles.aside} aria-label="Near this entry">
        <SimilarEntries entry={entry} />
        <OnThisDay day={dayOf(entry.entry_date)} />
      </aside>
    </div>
  );
}

function EntrySkeleton() {
  return (
    <div className={styles.page} aria-busy="true">
      <div className={styles.entry}>
        <Skeleton height="2.25rem" width="60%" mt="2.5rem" />
        <Skeleton height="1rem" width="40%" mt="1rem" />
        <Skeleton height="16rem" mt="2rem" />
      </div>
    </div>
  );
}
