import { type Command, InvalidArgumentError, Option } from "commander";
import type { Terminal } from "./terminal.ts";

const TUNING_STATES = ["pending", "running", "completed", "failed", "cancelled"];

/** What a command needs is loaded when it runs, so that help comes at once. */
export function addTuningCommands(program: Command, terminal: Terminal): void {
  const tuning = program.command("tuning").description("adapters that learn from pairs what a query means");
  tuning
    .command("list", { isDefault: true })
    .description("list runs, newest first")
    .addOption(new Option("--state <state>", "in this state only").choices(TUNING_STATES))
    .action(async (options) => (await import("./tuning.ts")).listTuning(terminal, options));
  tuning
    .command("run")
    .description("learn an adapter from pairs, and say whether anything was gained")
    .argument("<name>")
    .addOption(new Option("--dataset <name>", "an uploaded dataset of pairs, or its id"))
    .addOption(new Option("--feedback", "what people said about hits").conflicts(["dataset", "titles"]))
    .addOption(new Option("--titles", "titles and the texts under them").conflicts("dataset"))
    .option("-u, --user <id>", "with --feedback or --titles: of this user only")
    .option("--base <index>", "the index whose model is the base; the active one by default")
    .option("--rank <number>", "rank of the change; a whole matrix by default", number)
    .option("--epochs <count>", "at the most", number)
    .option("--learning-rate <number>", "step size", number)
    .option("--batch <pairs>", "pairs a step", number)
    .option("--temperature <number>", "of the softmax", number)
    .option("--hard-negatives <count>", "mined for each pair", number)
    .option("--held-out <share>", "of the pairs that are only judged by", number)
    .option("--seed <number>", "of everything that is left to chance", number)
    .option("--no-wait", "do not wait until it is done")
    .action(async (name, options) => (await import("./tuning.ts")).runTuning(terminal, name, options));
  tuning
    .command("show")
    .description("print loss curve, figures and verdict of a run")
    .argument("<id>")
    .action(async (id) => (await import("./tuning.ts")).showTuning(terminal, id));
  tuning
    .command("activate")
    .description("let the queries of all searches go through the adapter; models rollback takes it back")
    .argument("<id>")
    .action(async (id) => (await import("./tuning.ts")).activateTuning(terminal, id));
  tuning
    .command("cancel")
    .description("cancel a run that waits or runs")
    .argument("<id>")
    .action(async (id) => (await import("./tuning.ts")).cancelTuning(terminal, id));
  tuning
    .command("delete")
    .description("delete a run that has ended, with its checkpoint")
    .argument("<id>")
    .action(async (id) => (await import("./tuning.ts")).deleteTuning(terminal, id));
}

/** The server says what the bounds are. */
function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}
