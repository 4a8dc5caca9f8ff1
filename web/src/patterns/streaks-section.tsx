import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { plural, shortDate } from "../dates/words.ts";
import styles from "./patterns-page.module.css";
import { streaksQuery } from "./queries.ts";
import { Away, Section } from "./section.tsx";

interface Streak {
  days: number;
  from: string | null;
  to: string | null;
}

export function StreaksSection() {
  const { data, error } = useQuery(streaksQuery);
  return (
    <Section title="Days">
      {error && <Away error={error} />}
      {!data && !error && <Skeleton className={styles.figures ?? ""} />}
      {data && (
        <dl className={styles.figures}>
          <Figure name="with something written" days={data.days_written} />
          <Figure name="in a row now" days={data.current.days} streak={data.current} />
          <Figure name="in a row at the most" days={data.longest.days} streak={data.longest} />
        </dl>
      )}
    </Section>
  );
}

function Figure({ name, days, streak }: { name: string; days: number; streak?: Streak }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles.number}>{plural(days, "day")}</dd>
      {streak?.from && streak.to && (
        <dd>
          {shortDate(`${streak.from}T12:00:00`)}
          {streak.from !== streak.to && ` to ${shortDate(`${streak.to}T12:00:00`)}`}
        </dd>
      )}
    </div>
  );
}
