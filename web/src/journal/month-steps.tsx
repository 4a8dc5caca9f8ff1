import { Link } from "wouter";
import { addMonths, type Month, monthOf, today } from "../dates/days.ts";
import { monthInWords } from "../dates/words.ts";
import styles from "./journal-page.module.css";

export function MonthSteps({ month }: { month: Month }) {
  const [before, after] = [addMonths(month, -1), addMonths(month, 1)];
  return (
    <nav aria-label="Months" className={styles.steps}>
      <Link href={`/journal?month=${before}`}>← {monthInWords(before)}</Link>
      {after <= monthOf(today()) && <Link href={`/journal?month=${after}`}>{monthInWords(after)} →</Link>}
    </nav>
  );
}
