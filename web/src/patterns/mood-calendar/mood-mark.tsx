import { SignMark } from "../signs/sign-mark.tsx";
import styles from "./mood-calendar.module.css";
import type { DayCell } from "./year-grid.ts";

/** The mood that was noted most on a day; a dot for a day without one. */
export function MoodMark({ cell, signs }: { cell: DayCell; signs: ReadonlyMap<string, number> }) {
  const [mood] = cell.moods;
  if (cell.count === 0) return null;
  return mood === undefined ? <span className={styles.unnoted} /> : <SignMark index={signs.get(mood)} />;
}
