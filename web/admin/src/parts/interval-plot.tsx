import styles from "./chart.module.css";
import { number } from "./format.tsx";
import { scaleOver } from "./scale.ts";

interface IntervalPlotProps {
  rows: readonly { name: string; value: number; low: number; high: number }[];
  caption: string;
}

const [WIDTH, NAMES, ROW, RADIUS] = [640, 150, 28, 4];

/** A dot for each value, on a line from the lower to the upper bound; zero is marked. The table beside it has the figures. */
export function IntervalPlot({ rows, caption }: IntervalPlotProps) {
  const place = scaleOver([0, ...rows.flatMap(({ low, high }) => [low, high])], [NAMES, WIDTH - 60]);
  const height = rows.length * ROW + 8;
  const words = rows.map(({ name, value }) => `${name} ${number(value)}`).join(", ");
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} className={styles.large} role="img" aria-label={words}>
        <line x1={place(0)} x2={place(0)} y1={0} y2={height} className={styles.axis} />
        {rows.map(({ name, value, low, high }, i) => {
          const y = (i + 0.5) * ROW + 4;
          return (
            <g key={name}>
              <text x={0} y={y + 4} className={styles.label}>
                {name}
              </text>
              <line x1={place(low)} x2={place(high)} y1={y} y2={y} className={styles.range} />
              <circle cx={place(value)} cy={y} r={RADIUS} className={styles.point} />
              <text x={place(high) + 8} y={y + 4} className={styles.label}>
                {number(value)}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
