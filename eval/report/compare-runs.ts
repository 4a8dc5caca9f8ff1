import type { Row } from "../../bench/report.ts";
import {
  type Estimate,
  estimateMean,
  excludesZero,
} from "../../service/src/experiments/metrics/bootstrap.ts";
import { METRICS, type Metric } from "../../service/src/experiments/metrics/score-ranking.ts";
import type { MeasuredRow, SavedRun } from "./saved-run.ts";

export interface Difference extends Estimate {
  metric: Metric;
}

export interface ComparedRow {
  set: string;
  mode: string;
  /** That both runs asked. */
  queries: number;
  differences: Difference[];
}

/**
 * Query by query, this run less the saved one, where set, texts, judgements and mode are the same: paired bootstrap.
 *
 * @returns also what could not be compared
 */
export function compareRuns(saved: SavedRun, run: SavedRun): { compared: ComparedRow[]; left: string[] } {
  const compared: ComparedRow[] = [];
  const left: string[] = [];
  for (const row of run.rows) {
    const before = saved.rows.find(({ set, mode }) => set === row.set && mode === row.mode);
    const pairs = before ? pairUp(before, row) : [];
    if (before && before.fingerprint !== row.fingerprint)
      left.push(`${row.set}: its texts are not the same.`);
    else if (pairs.length === 0) left.push(`${row.set}, ${row.mode}: the saved run does not have it.`);
    else
      compared.push({ set: row.set, mode: row.mode, queries: pairs.length, differences: differences(pairs) });
  }
  return { compared, left };
}

type Pair = [MeasuredRow["queries"][number], MeasuredRow["queries"][number]];

function pairUp(before: MeasuredRow, now: MeasuredRow): Pair[] {
  const byId = new Map(before.queries.map((query) => [query.id, query]));
  return now.queries.flatMap((query): Pair[] => {
    const other = byId.get(query.id);
    return other ? [[other, query]] : [];
  });
}

function differences(pairs: readonly Pair[]): Difference[] {
  return METRICS.map((metric) => {
    const estimate = estimateMean(pairs.map(([before, now]) => now.scores[metric] - before.scores[metric]));
    return { metric, ...estimate };
  });
}

/** A star stands where the 95 % interval leaves out 0. */
export function comparisonRows(compared: readonly ComparedRow[]): Row[] {
  return compared.map(({ set, mode, queries, differences }) => {
    const row: Row = { set, queries, mode };
    for (const { metric, mean, low, high } of differences) {
      row[metric] =
        `${signed(mean)} (${signed(low)} to ${signed(high)})${excludesZero({ low, high }) ? " *" : ""}`;
    }
    return row;
  });
}

const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
