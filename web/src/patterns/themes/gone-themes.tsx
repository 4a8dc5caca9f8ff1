import type { Patterns } from "@cosmic/contract/patterns";
import { Link } from "wouter";
import { plural } from "../../dates/words.ts";
import styles from "./themes.module.css";
import { nameOf } from "./words.ts";

/** Themes of the run before that are no more, and where their entries are now. */
export function GoneThemes({ patterns: { gone, themes } }: { patterns: Patterns }) {
  if (gone.length === 0) return null;
  const byId = new Map(themes.map((theme) => [theme.id, theme]));
  return (
    <details className={styles.gone}>
      <summary>{plural(gone.length, "earlier theme is", "earlier themes are")} no more</summary>
      <ul>
        {gone.map(({ id, label, into }) => {
          const theme = into === null ? undefined : byId.get(into);
          return (
            <li key={id}>
              {label}
              {theme && (
                <>
                  : most of its entries are in{" "}
                  <Link href={`/patterns/themes/${theme.id}`}>{nameOf(theme)}</Link>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
