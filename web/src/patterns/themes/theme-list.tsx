import type { Patterns, Theme } from "@cosmic/contract/patterns";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { plural } from "../../dates/words.ts";
import { mapQuery } from "../queries.ts";
import { countsOverTime } from "./counts-over-time.ts";
import { ThemeItem } from "./theme-item.tsx";
import styles from "./themes.module.css";
import { sectionsOf } from "./words.ts";

/** All themes, under headings if there are many; those that were hidden at the end, when they are asked for. */
export function ThemeList({ patterns: { themes, groups } }: { patterns: Patterns }) {
  const [all, setAll] = useState(false);
  const { data: map } = useQuery(mapQuery);
  const counts = useMemo(() => map && countsOverTime(map.results), [map]);
  const hidden = themes.filter((theme) => theme.hidden);
  const sections = sectionsOf(
    themes.filter((theme) => !theme.hidden),
    groups,
  );
  // In the first run all are new.
  const since = themes.some(({ change }) => change === "kept");
  const list = (shown: readonly Theme[]) => (
    <ul className={styles.list}>
      {shown.map((theme) => (
        <ThemeItem key={theme.id} theme={theme} counts={counts?.get(theme.id)} changed={since} />
      ))}
    </ul>
  );
  return (
    <>
      {sections.map(({ heading, themes: members }) => (
        <div key={members[0]?.id}>
          {heading !== undefined && <h3 className={styles.heading}>{heading}</h3>}
          {list(members)}
        </div>
      ))}
      <p className={styles.note}>
        Trends are of the share that a theme has of all entries, with their 95 % interval. Moods stand
        together with a theme; that says nothing of causes.
      </p>
      {hidden.length > 0 && (
        <Button variant="subtle" size="compact-md" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Leave out hidden themes" : `Show ${plural(hidden.length, "hidden theme")}`}
        </Button>
      )}
      {all && list(hidden)}
    </>
  );
}
