import { toMarkdownTable } from "../bench/markdown-table.ts";
import { checker } from "../service/src/http/validation.ts";
import { evaluateClusters } from "./clusters.ts";
import { readDataFolder } from "./config.ts";
import { type Options, parseOptions, USAGE } from "./options.ts";
import { compareRuns, comparisonRows } from "./report/compare-runs.ts";
import { readJsonFile, writeJsonFile } from "./report/json-file.ts";
import { printRun } from "./report/print-run.ts";
import { SavedRun } from "./report/saved-run.ts";
import { checkMarkers, writeBetween } from "./report/write-between.ts";
import { evaluate } from "./run/evaluate.ts";
import { runAblation } from "./run/run-ablation.ts";
import { runTool } from "./run-tool.ts";
import { type EvaluationSet, takeQueries } from "./sets/evaluation-set.ts";
import { findFolders, readFolders } from "./sets/read-folders.ts";
import { evaluateTuning } from "./tuning.ts";

process.exitCode = await runTool(async (signal) => {
  const [tool, ...rest] = process.argv.slice(2);
  if (tool === "clusters") return evaluateClusters(rest, signal);
  if (tool === "tuning") return evaluateTuning(rest, signal);
  const options = parseOptions(process.argv.slice(2));
  if (options) await run(options, signal);
  else console.log(USAGE);
});

async function run(options: Options, signal: AbortSignal): Promise<void> {
  // What can be wrong with the files is found before the work, not after it.
  const saved = options.compare && (await readJsonFile(options.compare, checker(SavedRun), "a saved run"));
  const part = options.ablation ? "ablation" : "eval";
  if (options.write) await checkMarkers(options.write, part);
  const sets = await readSets(options);
  if (options.ablation) {
    const { printed, legs } = await runAblation(sets, signal);
    if (options.legs) await writeJsonFile(options.legs, legs);
    if (options.write) await writeBetween(options.write, printed, part);
    console.log(printed);
    return;
  }
  const { run, legs } = await evaluate(sets, { ...options, legs: options.legs !== undefined, signal });

  const printed = printRun(run);
  if (options.legs) await writeJsonFile(options.legs, legs);
  if (options.write) await writeBetween(options.write, printed, part);
  if (options.json === "-") {
    console.log(JSON.stringify(run));
    return;
  }
  if (options.json) await writeJsonFile(options.json, run);
  console.log(printed);
  if (saved) console.log(`\n${printComparison(saved, run)}`);
}

async function readSets({ folders, suite, queries }: Options): Promise<EvaluationSet[]> {
  const all = suite ? [...folders, ...findFolders(readDataFolder(process.env))] : folders;
  const sets = await readFolders(all);
  return queries === undefined ? sets : sets.map((set) => takeQueries(set, queries));
}

function printComparison(saved: SavedRun, run: SavedRun): string {
  const { compared, left } = compareRuns(saved, run);
  return [
    `Less the run of ${saved.measured}, 95 % intervals of the paired bootstrap; * leaves out 0:`,
    ...(compared.length > 0 ? ["", toMarkdownTable(comparisonRows(compared)), ""] : []),
    ...left.map((what) => `Not compared: ${what}`),
  ].join("\n");
}
