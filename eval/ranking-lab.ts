import { toMarkdownTable } from "../bench/markdown-table.ts";
import type { Row } from "../bench/report.ts";
import { UsageError } from "../service/src/cli/command-error.ts";
import { FUSIONS } from "./lab/fusions.ts";
import { readLegDump } from "./lab/leg-dump.ts";
import { type FusionScores, scoreFusion } from "./lab/score-fusion.ts";
import { estimateMean, excludesZero, meanOf } from "./metrics/bootstrap.ts";
import type { Metric } from "./metrics/score-ranking.ts";
import { runTool } from "./run-tool.ts";

/** Tries every registered fusion on a dump of both legs; needs no service. */
process.exitCode = await runTool(async () => {
  const [file] = process.argv.slice(2);
  if (!file)
    throw new UsageError("Usage: node eval/ranking-lab.ts DUMP (made by npm run eval -- --legs DUMP)");
  const dump = await readLegDump(file);
  const scored = FUSIONS.map(({ name, fusion }) => ({ name, sets: scoreFusion(dump, fusion) }));
  const [base] = scored;
  console.log(`+ and - where the 95 % interval of the difference from "${base?.name}" leaves out 0.\n`);
  for (const metric of ["nDCG@10", "MRR@10", "recall@100"] as const) {
    const rows = scored.map(({ name, sets }) => ({ fusion: name, ...toRow(sets, base?.sets ?? [], metric) }));
    console.log(`${metric}\n\n${toMarkdownTable(rows)}\n`);
  }
});

/** A column for every set, and the mean in which every set has the same weight. */
function toRow(sets: readonly FusionScores[], base: readonly FusionScores[], metric: Metric): Row {
  const row: Row = {};
  for (const [i, scored] of sets.entries()) {
    row[scored.set] = `${scored.mean[metric].toFixed(3)}${sign(scored, base[i] ?? scored, metric)}`;
  }
  return { ...row, "mean of sets": meanOf(sets.map(({ mean }) => mean[metric])).toFixed(3) };
}

/** Query by query: paired bootstrap. */
function sign(scored: FusionScores, base: FusionScores, metric: Metric): string {
  const differences = scored.queries.map(
    ({ scores }, i) => scores[metric] - (base.queries[i]?.scores[metric] ?? 0),
  );
  const difference = estimateMean(differences);
  return excludesZero(difference) ? (difference.mean > 0 ? " +" : " -") : "";
}
