import type { Timeline } from "@cosmic/contract/insights";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Day } from "../../dates/days.ts";
import { longDate, plural, shortMonth } from "../../dates/words.ts";
import { addressOfPeriod } from "../layout.ts";
import styles from "./mood-calendar.module.css";
import { MoodLegend } from "./mood-legend.tsx";
import { MoodMark } from "./mood-mark.tsx";
import { type DayCell, dayAfterKey, yearGrid } from "./year-grid.ts";

interface MoodGridProps {
  year: number;
  timeline: Timeline;
  signs: ReadonlyMap<string, number>;
}

/** Months are rows, days are columns. One day can be pointed at or gone to; below it is told of in words. */
export function MoodGrid({ year, timeline, signs }: MoodGridProps) {
  const grid = useMemo(() => yearGrid(year, timeline.results), [year, timeline]);
  const cells = grid.flat();
  const last = cells.findLast((cell) => cell && cell.count > 0) ?? cells[0];
  const [chosen, setChosen] = useState<Day>();
  const [pointed, setPointed] = useState<Day>();
  const [, navigate] = useLocation();
  const body = useRef<HTMLTableSectionElement>(null);
  const current = chosen ?? last?.day;
  const told = cells.find((cell) => cell?.day === (pointed ?? current));

  const onKeyDown = (event: KeyboardEvent) => {
    if (current === undefined) return;
    if (event.key === "Enter") return navigate(addressOfPeriod(current, "day"));
    const next = dayAfterKey(event.key, current, grid);
    if (next === undefined) return;
    event.preventDefault();
    body.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };

  return (
    <div className={styles.calendar}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that keys move in is a grid
        role="grid"
        aria-label={`Moods of ${year}`}
        className={styles.grid}
        onPointerLeave={() => setPointed(undefined)}
      >
        <thead>
          <tr>
            <td />
            {Array.from({ length: 31 }, (_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: days do not move
              <th key={i} scope="col" data-rare={(i + 1) % 5 !== 0 && i !== 0}>
                {i + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {grid.map((row) => (
            <tr key={row[0]?.day}>
              <th scope="row">{shortMonth(row[0]?.day ?? "")}</th>
              {row.map((cell, i) =>
                cell ? (
                  <td
                    key={cell.day}
                    data-day={cell.day}
                    tabIndex={cell.day === current ? 0 : -1}
                    aria-label={cellInWords(cell)}
                    onFocus={() => setChosen(cell.day)}
                    onPointerEnter={() => setPointed(cell.day)}
                  >
                    <MoodMark cell={cell} signs={signs} />
                  </td>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: days do not move
                  <td key={i} className={styles.none} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.told}>
        {told && cellInWords(told)}
        {told && told.count > 0 && (
          <>
            {" "}
            <Link href={addressOfPeriod(told.day, "day")}>{told.count === 1 ? "Read it" : "Read them"}</Link>
          </>
        )}
      </p>
      <MoodLegend moods={timeline.moods} signs={signs} />
    </div>
  );
}

function cellInWords({ day, count, moods }: DayCell): string {
  const date = longDate(`${day}T12:00:00`);
  if (count === 0) return `${date}: nothing written.`;
  return `${date}: ${moods.join(", ") || "no mood noted"}; ${plural(count, "entry", "entries")}.`;
}
