import { PageTitle } from "../shell/page-title.tsx";
import { EchoesSection } from "./echoes-section.tsx";
import { MoodCalendarSection } from "./mood-calendar/mood-calendar-section.tsx";
import styles from "./patterns-page.module.css";
import { StreaksSection } from "./streaks-section.tsx";
import { ThemesSection } from "./themes/themes-section.tsx";
import { TimelineSection } from "./timeline-section.tsx";

export function PatternsPage() {
  return (
    <div className={styles.page}>
      <PageTitle className={styles.title}>Patterns</PageTitle>
      <StreaksSection />
      <ThemesSection />
      <MoodCalendarSection />
      <TimelineSection />
      <EchoesSection />
    </div>
  );
}
