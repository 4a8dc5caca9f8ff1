import type { ThemeDetail } from "@cosmic/contract/patterns";
import { Link } from "wouter";
import { longDate } from "../../dates/words.ts";
import { spanInAddress } from "../../journal/passage.ts";
import type { PassageState } from "../../journal/use-passage.ts";
import { Section } from "../section.tsx";
import styles from "./theme-page.module.css";

/** Sentences that stand for the theme; each leads to its place in the entry. */
export function Representatives({ representatives }: Pick<ThemeDetail, "representatives">) {
  if (representatives.length === 0) return null;
  return (
    <Section title="In your words">
      <ul className={styles.sentences}>
        {representatives.map(({ document, sentence, start, end }) => {
          const state: PassageState = { passage: sentence };
          const date = longDate(document.entry_date ?? document.created_at);
          return (
            <li key={`${document.document_id} ${start}`}>
              <blockquote>{sentence}</blockquote>
              <p>
                {document.source_id === null ? (
                  document.title || date
                ) : (
                  <Link
                    href={`/journal/${document.source_id}?at=${spanInAddress({ start, end })}`}
                    state={state}
                  >
                    {document.title || date}
                  </Link>
                )}
                {document.title && ` · ${date}`}
              </p>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
