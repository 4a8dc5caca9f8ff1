import { SignMark } from "../signs/sign-mark.tsx";
import styles from "./mood-calendar.module.css";

interface MoodLegendProps {
  /** Of the year. */
  moods: Record<string, number>;
  signs: ReadonlyMap<string, number>;
}

/** What the signs of the year mean, and how often each was noted. */
export function MoodLegend({ moods, signs }: MoodLegendProps) {
  const rows = [...signs].flatMap(([mood, sign]) =>
    moods[mood] ? [{ mood, sign, count: moods[mood] }] : [],
  );
  const others = Object.entries(moods).reduce(
    (sum, [mood, count]) => (signs.has(mood) ? sum : sum + count),
    0,
  );
  return (
    <ul className={styles.legend} aria-label="What the signs mean">
      {rows.map(({ mood, sign, count }) => (
        <li key={mood}>
          <SignMark index={sign} /> {mood} <span>{count}</span>
        </li>
      ))}
      {others > 0 && (
        <li>
          <SignMark index={undefined} /> another mood <span>{others}</span>
        </li>
      )}
      <li>
        <span className={styles.unnoted} /> no mood noted
      </li>
    </ul>
  );
}
