import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { plural, shortDate } from "../../dates/words.ts";
import { SignMark } from "../signs/sign-mark.tsx";
import styles from "../table.module.css";
import { addressOf, type Dot } from "./dots.ts";

const STEP = 100;

/** The entries of the map by theme, those in none at the end; within a theme the newest first. */
export function MapTable({ dots }: { dots: readonly Dot[] }) {
  const [shown, setShown] = useState(STEP);
  const rows = inOrder(dots);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="Entries of the map as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Entry</th>
              <th scope="col">Date</th>
              <th scope="col">Mood</th>
              <th scope="col">Theme</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map(({ entry, theme }) => (
              <tr key={entry.document_id}>
                <td>{titleOf(entry)}</td>
                <td>{shortDate(entry.date)}</td>
                <td>{entry.mood}</td>
                <td>
                  <SignMark index={theme?.sign} />{" "}
                  {theme ? <Link href={`/patterns/themes/${theme.id}`}>{theme.name}</Link> : "none"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown < rows.length && (
        <p>
          {plural(shown, "entry", "entries")} of {rows.length}.{" "}
          <Button variant="default" size="compact-md" onClick={() => setShown(shown + STEP)}>
            Show more
          </Button>
        </p>
      )}
    </>
  );
}

function titleOf(entry: Dot["entry"]) {
  const address = addressOf(entry);
  return address ? <Link href={address}>{entry.title}</Link> : entry.title;
}

function inOrder(dots: readonly Dot[]): Dot[] {
  const key = ({ theme }: Dot) => (theme ? theme.documents : -1);
  return dots.toSorted(
    (a, b) =>
      key(b) - key(a) ||
      (a.theme?.id ?? "").localeCompare(b.theme?.id ?? "") ||
      b.entry.date.localeCompare(a.entry.date),
  );
}
