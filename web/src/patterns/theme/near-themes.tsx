import type { ThemeDetail } from "@cosmic/contract/patterns";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { plural } from "../../dates/words.ts";
import { patternsQuery } from "../queries.ts";
import { Section } from "../section.tsx";
import { SignMark } from "../signs/sign-mark.tsx";
import { nameOf } from "../themes/words.ts";
import styles from "./theme-page.module.css";

/** Themes that are about something like it, the nearest first. */
export function NearThemes({ near }: Pick<ThemeDetail, "near">) {
  const { data: patterns } = useQuery(patternsQuery);
  if (near.length === 0) return null;
  const byId = new Map(patterns?.themes.map((theme) => [theme.id, theme]));
  return (
    <Section title="Near to it">
      <ol className={styles.near}>
        {near.map(({ theme_id }) => {
          const theme = byId.get(theme_id);
          return (
            <li key={theme_id}>
              {theme && (
                <>
                  <SignMark index={theme.group} />{" "}
                  <Link href={`/patterns/themes/${theme_id}`}>{nameOf(theme)}</Link>
                  <span>{plural(theme.documents, "entry", "entries")}</span>
                </>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
