import { Button } from "@mantine/core";
import { Link } from "wouter";
import { plural, shortDate } from "../../dates/words.ts";
import { SignMark } from "../signs/sign-mark.tsx";
import { addressOf, type Dot } from "./dots.ts";
import styles from "./map-page.module.css";

/** More are not read; the map and the table have them all. */
const MOST = 200;

/** The entries that were selected on the map, newest first. */
export function Selection({ dots, onClear }: { dots: readonly Dot[]; onClear: () => void }) {
  const newest = dots.toSorted((a, b) => (a.entry.date < b.entry.date ? 1 : -1));
  return (
    <>
      <h2>{plural(dots.length, "entry", "entries")} selected</h2>
      <ul className={styles.selection}>
        {newest.slice(0, MOST).map(({ entry, theme }) => {
          const address = addressOf(entry);
          return (
            <li key={entry.document_id}>
              <SignMark index={theme?.sign} />
              <span>
                {address ? <Link href={address}>{entry.title}</Link> : entry.title}
                <small>{[shortDate(entry.date), entry.mood].filter(Boolean).join(" · ")}</small>
              </span>
            </li>
          );
        })}
      </ul>
      {dots.length > MOST && <p>The newest {MOST} of them are listed.</p>}
      <Button variant="default" size="compact-md" onClick={onClear}>
        Clear the selection
      </Button>
    </>
  );
}
