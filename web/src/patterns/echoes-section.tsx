import type { DocumentSummary } from "@cosmic/contract/insights";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { longDate } from "../dates/words.ts";
import { beginning } from "../journal/words.ts";
import styles from "./patterns-page.module.css";
import { echoesQuery } from "./queries.ts";
import { Away, Section } from "./section.tsx";

/** What was written lately, and what was written like it long before. */
export function EchoesSection() {
  const { data, error } = useQuery(echoesQuery);
  return (
    <Section title="Echoes">
      {error && <Away error={error} />}
      {!data && !error && <Skeleton height="20rem" />}
      {data?.count === 0 && (
        <p>When a new entry is close to a much older one, both stand here side by side.</p>
      )}
      {data && data.count > 0 && (
        <ol className={styles.echoes}>
          {data.results.map(({ recent, earlier }) => (
            <li key={`${recent.document_id} ${earlier.document_id}`}>
              <Side document={recent} />
              <Side document={earlier} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Side({ document }: { document: DocumentSummary }) {
  const { source_id, title, excerpt } = document;
  const name = title || beginning(excerpt, 50);
  return (
    <article>
      <p>{longDate(document.entry_date ?? document.created_at)}</p>
      <h3>{source_id === null ? name : <Link href={`/journal/${source_id}`}>{name}</Link>}</h3>
      {title && <p>{beginning(excerpt, 140)}</p>}
    </article>
  );
}
