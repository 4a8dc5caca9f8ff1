import type { ThemeDetail } from "@cosmic/contract/patterns";
import { Link } from "wouter";
import { addressOfPeriod, periodInWords } from "../layout.ts";
import styles from "../table.module.css";

/** The same figures as the chart; steps in which nothing was written are left out. */
export function RiverTable({ detail: { river, step } }: { detail: ThemeDetail }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Entries over time as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Of this theme</th>
            <th scope="col">All</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {river
            .filter(({ all }) => all > 0)
            .toReversed()
            .map(({ start, count, all }) => (
              <tr key={start}>
                <th scope="row">
                  <Link href={addressOfPeriod(start, step)}>{periodInWords(start, step)}</Link>
                </th>
                <td>{count}</td>
                <td>{all}</td>
                <td>{Math.round((100 * count) / all)} %</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
