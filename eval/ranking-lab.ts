import { toMarkdownTable } from "../bench/markdown-table.ts";
import { UsageError } from "../service/src/cli/command-error.ts";
import { compareFusions } from "./lab/compare-fusions.ts";
import { FUSIONS } from "./lab/fusions.ts";
import { readLegDump } from "./lab/leg-dump.ts";
import { scoreFusion } from "./lab/score-fusion.ts";
import { runTool } from "./run-tool.ts";

/** Tries every registered fusion on a dump of both legs; needs no service. */
process.exitCode = await runTool(async () => {
  const [file] = process.argv.slice(2);
  if (!file)
    throw new UsageError("Usage: node eval/ranking-lab.ts DUMP (made by npm run eval -- --legs DUMP)");
  const dump = await readLegDump(file);
  const scored = FUSIONS.map(({ name, fusion }) => ({ name, sets: scoreFusion(dump, fusion) }));
  console.log(`+ and - where the 95 % interval of the difference from "${scored[0]?.name}" leaves out 0.\n`);
  for (const metric of ["nDCG@10", "MRR@10", "recall@100"] as const) {
    console.log(`${metric}\n\n${toMarkdownTable(compareFusions(scored, "fusion", metric))}\n`);
  }
});
