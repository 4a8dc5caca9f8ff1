import type { Timeline } from "@cosmic/contract/insights";
import { Link } from "wouter";
import { addressOfPeriod, periodInWords } from "./layout.ts";
import styles from "./table.module.css";

interface TimelineTableProps {
  timeline: Timeline;
  label: string;
}

/** The same figures as the chart; periods without an entry are left out. */
export function TimelineTable({ timeline: { results, step }, label }: TimelineTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Entries</th>
            <th scope="col">Words</th>
            <th scope="col">Moods</th>
          </tr>
        </thead>
        <tbody>
          {results
            .filter(({ count }) => count > 0)
            .toReversed()
            .map(({ start, count, words, moods }) => (
              <tr key={start}>
                <th scope="row">
                  <Link href={addressOfPeriod(start, step)}>{periodInWords(start, step)}</Link>
                </th>
                <td>{count}</td>
                <td>{words.toLocaleString("en")}</td>
                <td>{moodsInWords(moods)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

function moodsInWords(moods: Record<string, number>): string {
  return Object.entries(moods)
    .sort(([, a], [, b]) => b - a)
    .map(([mood, count]) => (count > 1 ? `${mood} ${count}` : mood))
    .join(", ");
}
