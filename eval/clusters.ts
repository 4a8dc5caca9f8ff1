import { join } from "node:path";
import { parseArgs } from "node:util";
import { toMarkdownTable } from "../bench/markdown-table.ts";
import type { Row } from "../bench/report.ts";
import { UsageError } from "../service/src/cli/command-error.ts";
import { readLabelledSet } from "./clusters/labelled-set.ts";
import { measureQuality } from "./clusters/quality.ts";
import { measureSmallJournals } from "./clusters/small-journals.ts";
import { measureSpeed } from "./clusters/speed.ts";
import { measureStability } from "./clusters/stability.ts";
import { tune } from "./clusters/tune.ts";
import { readDataFolder } from "./config.ts";

const USAGE = `Usage: npm run eval -- clusters [--part PART]… [--size N]…

Measures the themes on EVAL_DATA/clusters-B and on the sample journal, embedded by the service's model.

  --part PART   quality, small, stability, speed; tune tries settings on half of the intents (default: the first four)
  --size N      documents whose run is timed; may be repeated (default: 500 and 5000)`;

const PARTS = ["quality", "small", "stability", "speed", "tune"] as const;
const SEEDS = [1, 2, 3, 4, 5];

/** The tool of `eval/main.ts` for themes. */
export async function evaluateClusters(argv: readonly string[], signal: AbortSignal): Promise<void> {
  const options = parse(argv);
  if (!options) return console.log(USAGE);
  const set = await readLabelledSet(join(readDataFolder(process.env), "clusters-B"), signal);
  const measures: Record<(typeof PARTS)[number], () => Row[] | Promise<Row[]>> = {
    quality: () => measureQuality(set, SEEDS),
    small: () => measureSmallJournals(set, signal),
    stability: () => measureStability(set, SEEDS),
    speed: () => measureSpeed(set, options.sizes, signal),
    tune: () => tune(set),
  };
  for (const part of options.parts) {
    signal.throwIfAborted();
    console.log(`\n${part}\n\n${toMarkdownTable(await measures[part]())}`);
  }
}

function parse(argv: readonly string[]) {
  const { values } = readArguments(argv);
  if (values.help) return undefined;
  const parts = (values.part ?? ["quality", "small", "stability", "speed"]).map((name) => {
    const part = PARTS.find((it) => it === name);
    if (!part) throw new UsageError(`--part must be one of ${PARTS.join(", ")}, not "${name}".`);
    return part;
  });
  const sizes = (values.size ?? ["500", "5000"]).map((value) => {
    const size = Number(value);
    if (!Number.isInteger(size) || size < 1)
      throw new UsageError(`--size must be a whole number, not "${value}".`);
    return size;
  });
  return { parts, sizes };
}

function readArguments(argv: readonly string[]) {
  const many = { type: "string", multiple: true } as const;
  try {
    return parseArgs({ args: [...argv], options: { part: many, size: many, help: { type: "boolean" } } });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`, cause);
  }
}
