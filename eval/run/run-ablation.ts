import { toMarkdownTable } from "../../bench/markdown-table.ts";
import { ABLATIONS } from "../lab/ablations.ts";
import { compareFusions, type NamedScores } from "../lab/compare-fusions.ts";
import { fuseAsTheServiceDoes } from "../lab/fusions.ts";
import type { LegDump } from "../lab/leg-dump.ts";
import { scoreFusion } from "../lab/score-fusion.ts";
import { describeRun } from "../report/print-run.ts";
import type { EvaluationSet } from "../sets/evaluation-set.ts";
import { evaluate } from "./evaluate.ts";

/** Parts of the embedding: each needs all texts embedded again. */
const SETTINGS: readonly { name: string; env: Record<string, string> }[] = [
  // More than any model takes, which bounds it.
  { name: "passages: as long as the model takes", env: { PASSAGE_TOKENS: "100000" } },
];

/**
 * Ranks every query with each part of the ranking off, one at a time.
 *
 * @returns the table in Markdown, and both legs with everything on
 */
export async function runAblation(
  sets: readonly EvaluationSet[],
  signal: AbortSignal,
): Promise<{ printed: string; legs: LegDump }> {
  const { run, legs } = await evaluate(sets, { modes: [], legs: true, signal });
  const has = (part: "pairs" | "exact") =>
    legs.sets.every(({ queries }) => queries.every(({ without }) => without?.[part] !== undefined));
  const ways: NamedScores[] = ABLATIONS.filter(({ needs }) => needs === undefined || has(needs)).map(
    ({ name, fusion }) => ({ name, sets: scoreFusion(legs, fusion) }),
  );
  for (const { name, env } of SETTINGS) {
    const other = await evaluate(sets, { modes: [], legs: true, env, signal });
    ways.push({ name, sets: scoreFusion(other.legs, fuseAsTheServiceDoes) });
  }
  const tables = (["nDCG@10", "MRR@10"] as const).map((metric) => {
    const rows = compareFusions(ways, "off", metric);
    return `${metric}\n\n${toMarkdownTable(rows)}`;
  });
  return { printed: [describeRun(run), ...tables].join("\n\n"), legs };
}
