import type { Row } from "../../bench/report.ts";
import { estimateMean } from "../../service/src/experiments/metrics/bootstrap.ts";
import { METRICS } from "../../service/src/experiments/metrics/score-ranking.ts";
import type { SavedRun } from "./saved-run.ts";

/** A row for every set and mode: means, with their 95 % intervals in brackets. */
export function qualityRows({ rows }: SavedRun): Row[] {
  return rows.map(({ set, mode, queries }) => {
    const row: Row = { set, queries: queries.length, mode };
    for (const metric of METRICS) {
      const { mean, low, high } = estimateMean(queries.map(({ scores }) => scores[metric]));
      row[metric] = `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
    }
    return row;
  });
}
