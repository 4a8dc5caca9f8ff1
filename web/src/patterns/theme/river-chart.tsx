import type { ThemeDetail } from "@cosmic/contract/patterns";
import { useElementSize } from "@mantine/hooks";
import { plural } from "../../dates/words.ts";
import charts from "../chart.module.css";
import { type Column, columnsOf, periodInWords } from "../layout.ts";
import { signOf } from "../signs/signs.ts";
import { riverOutline } from "./river.ts";
import styles from "./river-chart.module.css";

type Period = ThemeDetail["river"][number];

/** In pixels. */
const [LEFT, RIVER, BARS, AXIS] = [84, 132, 44, 26];
const HEIGHT = RIVER + BARS + AXIS;

/** The theme as a river, the wider the more of its entries; below it all entries as bars. */
export function RiverChart({ detail: { theme, river, step } }: { detail: ThemeDetail }) {
  const { ref, width } = useElementSize();
  const columns = width > 0 ? columnsOf(river, step, LEFT, width) : [];
  const most = mostOf(river, ({ count }) => count);
  const middle = ({ x, width: wide }: Column<Period>) => x + wide / 2;
  const widths = columns.map((column) => ({
    x: middle(column),
    width: (column.period.count / most) * (RIVER - 16),
  }));
  return (
    <figure className={charts.figure}>
      <div ref={ref} style={{ height: HEIGHT }}>
        <svg width={width} height={HEIGHT} role="img" aria-label={inWords(river, step)}>
          <text x={LEFT - 10} y={RIVER / 2 + 4} className={charts.name}>
            Theme
          </text>
          <line x1={LEFT} x2={width} y1={RIVER / 2} y2={RIVER / 2} className={styles.bed} />
          <path
            className={styles.river}
            d={riverOutline(widths, RIVER / 2)}
            style={{
              fill: `var(${signOf(theme.group).colour})`,
              stroke: `var(${signOf(theme.group).colour})`,
            }}
          />
          <AllBars columns={columns} step={step} />
        </svg>
      </div>
      <figcaption>
        River: entries of this theme, {most} at its widest. Bars: all entries, at most{" "}
        {mostOf(river, ({ all }) => all)}.
      </figcaption>
    </figure>
  );
}

function AllBars({ columns, step }: { columns: Column<Period>[]; step: ThemeDetail["step"] }) {
  const most = mostOf(
    columns.map(({ period }) => period),
    ({ all }) => all,
  );
  const foot = RIVER + BARS;
  return (
    <>
      <text x={LEFT - 10} y={foot - 4} className={charts.name}>
        All
      </text>
      {columns.map(({ start, x, width, period, label }) => {
        const height = (period.all / most) * (BARS - 6);
        return (
          <g key={start}>
            <rect
              x={x + width * 0.15}
              y={foot - height}
              width={Math.max(1, width * 0.7)}
              height={height}
              className={styles.all}
            />
            {label !== undefined && (
              <text x={x} y={foot + 18} className={charts.label}>
                {label}
              </text>
            )}
            <rect x={x} y={0} width={width} height={foot} className={styles.reach}>
              <title>{`${periodInWords(start, step)}: ${period.count} of ${plural(period.all, "entry", "entries")}`}</title>
            </rect>
          </g>
        );
      })}
    </>
  );
}

const mostOf = (river: readonly Period[], value: (period: Period) => number) =>
  river.reduce((most, period) => Math.max(most, value(period)), 1);

function inWords(river: readonly Period[], step: ThemeDetail["step"]): string {
  const [first, last] = [river[0], river.at(-1)];
  const best = river.toSorted((a, b) => b.count - a.count)[0];
  if (!first || !last || !best) return "No entries yet.";
  const name = ({ start }: Period) => periodInWords(start, step);
  return `Entries of this theme from ${name(first)} to ${name(last)}. Most were written in ${name(best)}: ${best.count} of ${best.all}. The table has all figures.`;
}
