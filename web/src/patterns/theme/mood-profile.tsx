import type { ThemeDetail } from "@cosmic/contract/patterns";
import { Link } from "wouter";
import { plural } from "../../dates/words.ts";
import { searchAddress } from "../../search/filters.ts";
import { Section } from "../section.tsx";
import tables from "../table.module.css";
import styles from "./theme-page.module.css";

/** The moods that are noted with the theme, and which of them more or less often than with other entries. */
export function MoodProfile({ detail: { theme, moods } }: { detail: ThemeDetail }) {
  const rows = Object.entries(moods).sort(([a, i], [b, j]) => j - i || a.localeCompare(b));
  const all = rows.reduce((sum, [, count]) => sum + count, 0);
  const most = rows[0]?.[1] ?? 1;
  return (
    <Section title="Moods">
      {rows.length === 0 && <p>No moods are noted with these entries.</p>}
      {theme.moods.length > 0 && (
        <>
          <ul className={styles.associations}>
            {theme.moods.map(({ mood, sentence }) => (
              <li key={mood}>{sentence}</li>
            ))}
          </ul>
          <p className={styles.note}>
            They stand together. That says nothing of causes, or of anyone’s health.
          </p>
        </>
      )}
      {rows.length > 0 && theme.moods.length === 0 && (
        <p className={styles.note}>
          No mood is noted clearly more or less often here than with other entries.
        </p>
      )}
      {rows.length > 0 && (
        <div className={tables.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">Mood</th>
                <th scope="col" className={styles.wide}>
                  Entries
                </th>
                <th scope="col">Share</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([mood, count]) => (
                <tr key={mood}>
                  <th scope="row">
                    <Link href={searchAddress({ mood })}>{mood}</Link>
                  </th>
                  <td>
                    <span className={styles.bar} style={{ width: `${(70 * count) / most}%` }} /> {count}
                  </td>
                  <td>{Math.round((100 * count) / all)} %</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.note}>Of {plural(all, "entry", "entries")} with a mood.</p>
        </div>
      )}
    </Section>
  );
}
