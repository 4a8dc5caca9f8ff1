import type { Timeline } from "@cosmic/contract/insights";
import { useElementSize } from "@mantine/hooks";
import { plural } from "../dates/words.ts";
import styles from "./chart.module.css";
import { type Column, columnsOf, periodInWords, radiusOf, topMoods } from "./layout.ts";

type PeriodColumn = Column<Timeline["results"][number]>;

/** In pixels. */
const [LEFT, BARS, AXIS, ROW] = [84, 150, 30, 26];
const THICKEST = 12;

/** Bars of entries, and below them a row of dots for each mood: the larger, the more entries. */
export function TimelineChart({ timeline }: { timeline: Timeline }) {
  const { ref, width } = useElementSize();
  const moods = topMoods(timeline);
  const height = BARS + AXIS + moods.length * ROW + 4;
  const columns = width > 0 ? columnsOf(timeline.results, timeline.step, LEFT, width) : [];
  return (
    <figure className={styles.figure}>
      <div ref={ref} style={{ height }}>
        <svg width={width} height={height} role="img" aria-label={inWords(timeline)}>
          <Bars columns={columns} step={timeline.step} />
          {moods.map((mood, i) => (
            <MoodRow key={mood} mood={mood} columns={columns} y={BARS + AXIS + (i + 0.5) * ROW} />
          ))}
        </svg>
      </div>
      <figcaption>
        Bars: entries. Dots: entries in a mood, the larger the more.{" "}
        {plural(timeline.count, "entry", "entries")} in all.
      </figcaption>
    </figure>
  );
}

function Bars({ columns, step }: { columns: PeriodColumn[]; step: Timeline["step"] }) {
  const most = Math.max(1, ...columns.map(({ period }) => period.count));
  const right = columns.at(-1);
  return (
    <>
      <text x={LEFT - 10} y={14} className={styles.name}>
        {plural(most, "entry", "entries")}
      </text>
      <line x1={LEFT} x2={right ? right.x + right.width : LEFT} y1={BARS} y2={BARS} className={styles.axis} />
      {columns.map(({ start, x, width, period, label }) => {
        const height = (period.count / most) * (BARS - 4);
        const thick = Math.max(1, Math.min(THICKEST, width * 0.6));
        return (
          <g key={start}>
            <rect
              className={styles.bar}
              x={x + (width - thick) / 2}
              y={BARS - height}
              width={thick}
              height={height}
              rx={Math.min(3, thick / 2)}
            >
              <title>{`${periodInWords(start, step)}: ${plural(period.count, "entry", "entries")}, ${plural(period.words, "word")}`}</title>
            </rect>
            {label !== undefined && (
              <text x={x} y={BARS + 17} className={styles.label}>
                {label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function MoodRow({ mood, columns, y }: { mood: string; columns: PeriodColumn[]; y: number }) {
  const most = Math.max(1, ...columns.flatMap(({ period }) => Object.values(period.moods)));
  const [first] = columns;
  const largest = Math.min(ROW / 2 - 1, Math.max(4, (first?.width ?? 0) * 0.55));
  return (
    <>
      <text x={LEFT - 10} y={y + 4} className={styles.name}>
        {mood.length > 11 ? `${mood.slice(0, 10)}…` : mood}
      </text>
      {columns.map(({ start, x, width, period }) => {
        const count = period.moods[mood] ?? 0;
        return (
          count > 0 && (
            <circle
              key={start}
              className={styles.dot}
              cx={x + width / 2}
              cy={y}
              r={radiusOf(count, most, largest)}
            />
          )
        );
      })}
    </>
  );
}

function inWords(timeline: Timeline): string {
  const [first, last] = [timeline.results[0], timeline.results.at(-1)];
  const best = timeline.results.toSorted((a, b) => b.count - a.count)[0];
  const [mood] = topMoods(timeline);
  const name = (start = "") => periodInWords(start, timeline.step);
  return [
    `Entries and moods from ${name(first?.start)} to ${name(last?.start)}.`,
    `Most were written in ${name(best?.start)}: ${best?.count}.`,
    mood === undefined ? "" : `The most frequent mood is ${mood}.`,
    "The table has all figures.",
  ].join(" ");
}
