import { useQuery } from "@tanstack/react-query";
import { PageTitle } from "../shell/page-title.tsx";
import { EchoesSection } from "./echoes-section.tsx";
import { MoodCalendarSection } from "./mood-calendar/mood-calendar-section.tsx";
import styles from "./patterns-page.module.css";
import { patternsQuery } from "./queries.ts";
import { StreaksSection } from "./streaks-section.tsx";
import { ThemesSection } from "./themes/themes-section.tsx";
import { TimelineSection } from "./timeline-section.tsx";

export function PatternsPage() {
  const { isPending } = useQuery(patternsQuery);
  return (
    <div className={styles.page}>
      <PageTitle className={styles.title}>Patterns</PageTitle>
      <StreaksSection />
      <ThemesSection />
      {/* How tall the themes are is not known before they are there, and nothing must jump under a reader's eyes. */}
      <div hidden={isPending}>
        <MoodCalendarSection />
        <TimelineSection />
        <EchoesSection />
      </div>
    </div>
  );
}
