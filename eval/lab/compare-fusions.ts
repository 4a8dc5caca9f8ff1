import type { Row } from "../../bench/report.ts";
import { estimateMean, excludesZero, meanOf } from "../../service/src/experiments/metrics/bootstrap.ts";
import type { Metric } from "../../service/src/experiments/metrics/score-ranking.ts";
import type { FusionScores } from "./score-fusion.ts";

/** One way to rank, with what it reaches on every set. */
export interface NamedScores {
  name: string;
  sets: readonly FusionScores[];
}

/**
 * A row for each way to rank, with a column for every set and the mean in which every set has the same weight. A sign
 * stands where the 95 % interval of the difference from the first row leaves out 0 (paired bootstrap).
 *
 * @param heading of the column of names
 */
export function compareFusions(ways: readonly NamedScores[], heading: string, metric: Metric): Row[] {
  const [base] = ways;
  return ways.map(({ name, sets }) => {
    const row: Row = { [heading]: name };
    for (const [i, scored] of sets.entries()) {
      row[scored.set] = `${scored.mean[metric].toFixed(3)}${sign(scored, base?.sets[i] ?? scored, metric)}`;
    }
    return { ...row, "mean of sets": meanOf(sets.map(({ mean }) => mean[metric])).toFixed(3) };
  });
}

/** Query by query: paired bootstrap. */
function sign(scored: FusionScores, base: FusionScores, metric: Metric): string {
  const differences = scored.queries.map(
    ({ scores }, i) => scores[metric] - (base.queries[i]?.scores[metric] ?? 0),
  );
  const difference = estimateMean(differences);
  return excludesZero(difference) ? (difference.mean > 0 ? " +" : " -") : "";
}
