import { median, type Row, round } from "../../bench/report.ts";
import { percentile } from "../../service/src/experiments/metrics/percentile.ts";
import type { SavedRun } from "./saved-run.ts";

/** A row for every corpus and mode, of the queries that had to be embedded: milliseconds. */
export function speedRows({ corpora, rows }: SavedRun): Row[] {
  const modes = [...new Set(rows.map(({ mode }) => mode))];
  return corpora.flatMap(({ name }) =>
    modes.flatMap((mode) => {
      const measured = rows.filter((row) => row.corpus === name && row.mode === mode);
      const fresh = measured.flatMap(({ queries }) => queries).filter((query) => query.fresh);
      // A handful of queries may leave a mode that never came first.
      if (fresh.length === 0) return [];
      const took = fresh.map(({ tookMs }) => tookMs);
      const roundTrip = fresh.map(({ roundTripMs }) => roundTripMs);
      return {
        corpus: name,
        mode,
        queries: fresh.length,
        "service ms (median)": round(median(took)),
        "service ms (p95)": round(percentile(took, 0.95)),
        "HTTP ms (median)": round(median(roundTrip)),
        "HTTP ms (p95)": round(percentile(roundTrip, 0.95)),
      };
    }),
  );
}
