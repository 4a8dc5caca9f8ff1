import { parseArgs } from "node:util";
import { toMarkdownTable } from "../bench/markdown-table.ts";
import type { Row } from "../bench/report.ts";
import { UsageError } from "../service/src/cli/command-error.ts";
import { loadConfig } from "../service/src/cli/configuration.ts";
import { prepareEmbedder } from "../service/src/ports/embedders/create.ts";
import { unmetered } from "../service/src/ports/embedders/metering.ts";
import { embedPairs } from "../service/src/tuning/pairs/embed-pairs.ts";
import type { TrainingParameters } from "../service/src/tuning/training/train.ts";
import type { TrainingSet } from "../service/src/tuning/training/training-set.ts";
import { readDataFolder } from "./config.ts";
import { crossValidate } from "./tuning/cross-validate.ts";
import { measureTraining } from "./tuning/measure-speed.ts";
import { PAIR_SETS, type PairSet } from "./tuning/pair-sets.ts";

const USAGE = `Usage: npm run eval -- tuning [--part PART]… [--pairs N]

Fine-tuning by five folds on pairs of EVAL_DATA, embedded by the service's model, and the time that training takes.

  --part PART   headings, sentences or speed (default: all three)
  --pairs N     pairs whose training is timed (default: 10000)`;

const PARTS = ["headings", "sentences", "speed"] as const;

const WHOLE: TrainingParameters = {
  rank: undefined,
  epochs: 30,
  learningRate: 1e-4,
  batch: 64,
  temperature: 0.05,
  hardNegatives: 1,
  seed: 1,
};
/** The defaults of the service. */
const SETTINGS: readonly TrainingParameters[] = [WHOLE, { ...WHOLE, rank: 16, learningRate: 1e-3 }];

/** The tool of `eval/main.ts` for fine-tuning. */
export async function evaluateTuning(argv: readonly string[], signal: AbortSignal): Promise<void> {
  const options = parse(argv);
  if (!options) return console.log(USAGE);
  for (const part of options.parts) {
    signal.throwIfAborted();
    const rows =
      part === "speed"
        ? SETTINGS.map((parameters) => measureTraining(options.pairs, parameters))
        : await measureGain(part, signal);
    console.log(`\n${part}\n\n${toMarkdownTable(rows)}`);
  }
}

async function measureGain(name: PairSet, signal: AbortSignal): Promise<Row[]> {
  const set = await readSet(name, signal);
  return SETTINGS.flatMap((parameters) => {
    signal.throwIfAborted();
    const { compared, best, queries } = crossValidate(set, parameters);
    return compared.map(({ name: metric, base, adapter, difference }) => ({
      rank: parameters.rank ?? "whole",
      queries,
      metric,
      base: base.mean.toFixed(3),
      adapter: adapter.mean.toFixed(3),
      difference: `${difference.mean.toFixed(3)} [${difference.low.toFixed(3)}, ${difference.high.toFixed(3)}]`,
      verdict: difference.low > 0 ? "gain" : "no gain",
      "best epochs": best.join(" "),
    }));
  });
}

async function readSet(name: PairSet, signal: AbortSignal): Promise<TrainingSet> {
  const config = loadConfig();
  const embedder = await (await prepareEmbedder(config, () => {})).open(unmetered);
  try {
    const index = { embedder, passages: config.passages, dimension: embedder.identity.dimension };
    return await embedPairs(index, await PAIR_SETS[name](readDataFolder(process.env)), signal);
  } finally {
    await embedder.close();
  }
}

function parse(argv: readonly string[]) {
  const { values } = readArguments(argv);
  if (values.help) return undefined;
  const parts = (values.part ?? PARTS).map((name) => {
    const part = PARTS.find((it) => it === name);
    if (!part) throw new UsageError(`--part must be one of ${PARTS.join(", ")}, not "${name}".`);
    return part;
  });
  const pairs = Number(values.pairs ?? 10_000);
  if (!Number.isInteger(pairs) || pairs < 10)
    throw new UsageError(`--pairs must be a whole number of at least 10, not "${values.pairs}".`);
  return { parts, pairs };
}

function readArguments(argv: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: { part: { ...text, multiple: true }, pairs: text, help: { type: "boolean" } },
    });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`, cause);
  }
}
