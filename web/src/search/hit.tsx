import { Link } from "wouter";
import { longDate } from "../dates/words.ts";
import type { EntryHit } from "../journal/hits.ts";
import { Marked } from "../journal/marked.tsx";
import { spanInAddress } from "../journal/passage.ts";
import type { PassageState } from "../journal/use-passage.ts";
import styles from "./results.module.css";
import { whyFound } from "./why-found.ts";

/** A hit with the passage that was found; leads to that place in the entry. */
export function Hit({ hit }: { hit: EntryHit }) {
  const { passage, text } = hit;
  const date = longDate(hit.entry_date ?? hit.created_at);
  const state: PassageState = { passage: passage.text };
  const mood = typeof hit.metadata.mood === "string" ? hit.metadata.mood : undefined;
  const title = hit.title || date;
  return (
    <>
      <h2>
        {hit.source_id ? (
          <Link href={`/journal/${hit.source_id}?at=${spanInAddress(passage)}`} state={state}>
            {title}
          </Link>
        ) : (
          title
        )}
      </h2>
      <p className={styles.passage}>
        {passage.start > 0 && "… "}
        <Marked text={text} marks={hit.highlights} shown={passage} />
        {passage.end < text.length && " …"}
      </p>
      <p className={styles.facts}>{[hit.title && date, mood, whyFound(hit)].filter(Boolean).join(" · ")}</p>
    </>
  );
}
