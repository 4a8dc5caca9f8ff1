import type { Patterns } from "@cosmic/contract/patterns";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { plural } from "../../dates/words.ts";
import { announce } from "../../shell/announcer.tsx";
import { isRunning, patternsQuery } from "../queries.ts";
import { Away, Section } from "../section.tsx";
import { Finding } from "./finding.tsx";
import { GoneThemes } from "./gone-themes.tsx";
import { MapPreview } from "./map-preview.tsx";
import { ThemeList } from "./theme-list.tsx";
import styles from "./themes.module.css";

/** What keeps coming back in the journal. */
export function ThemesSection() {
  const { data, error } = useQuery(patternsQuery);
  useAnnouncedEnd(data);
  return (
    <Section title="Themes">
      {error && !data && <Away error={error} />}
      {!data && !error && <Skeleton className={styles.waiting ?? ""} />}
      {data && (
        <div className={styles.top}>
          <Finding patterns={data} />
          {data.state === "found" && (
            <Link href="/patterns/map" className={styles.preview}>
              <MapPreview patterns={data} />
              <span>Open the map</span>
            </Link>
          )}
        </div>
      )}
      {data?.state === "found" && (
        <>
          <ThemeList patterns={data} />
          <GoneThemes patterns={data} />
        </>
      )}
    </Section>
  );
}

/** Says how a run ended that was seen at work. */
function useAnnouncedEnd(patterns: Patterns | undefined): void {
  const wasRunning = useRef(false);
  const running = patterns !== undefined && isRunning(patterns);
  useEffect(() => {
    if (wasRunning.current && !running && patterns) announce(endInWords(patterns));
    wasRunning.current = running;
  }, [running, patterns]);
}

function endInWords({ state, job, themes }: Patterns): string {
  if (job?.state === "failed") return "Themes could not be found.";
  if (state === "found") return `${plural(themes.length, "theme was", "themes were")} found.`;
  return "There are not enough entries for themes.";
}
