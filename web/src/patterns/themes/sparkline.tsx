import { signOf } from "../signs/signs.ts";
import styles from "./themes.module.css";

const [WIDTH, HEIGHT] = [120, 32];

interface SparklineProps {
  counts: readonly number[] | undefined;
  sign: number;
}

/** When the entries of a theme were written. The trend beside it says it in words. */
export function Sparkline({ counts = [], sign }: SparklineProps) {
  const most = Math.max(1, ...counts);
  const wide = WIDTH / Math.max(1, counts.length);
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      style={{ fill: `var(${signOf(sign).colour})` }}
    >
      <path className={styles.ground} d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      <path
        d={counts
          .map((count, i) => {
            const tall = (count / most) * (HEIGHT - 2);
            return `M${(i * wide + 0.5).toFixed(1)} ${HEIGHT - 1}v${(-tall).toFixed(1)}h${(wide - 1).toFixed(1)}V${HEIGHT - 1}Z`;
          })
          .join("")}
      />
    </svg>
  );
}
