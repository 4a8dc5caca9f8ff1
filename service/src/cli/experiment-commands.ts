import { type Command, Option } from "commander";
import type { Terminal } from "./terminal.ts";

const EXPERIMENT_KINDS = ["retrieval", "similarity", "clustering", "throughput"];
const EXPERIMENT_STATES = ["pending", "running", "completed", "failed", "cancelled"];
const DATASET_KINDS = ["retrieval", "similarity", "clustering", "pairs"];

/** What a command needs is loaded when it runs, so that help comes at once. */
export function addExperimentCommands(program: Command, terminal: Terminal): void {
  const experiments = program.command("experiments").description("measure how good a model is on a dataset");
  experiments
    .command("list", { isDefault: true })
    .description("list experiments, newest first")
    .addOption(new Option("--kind <kind>", "of this kind only").choices(EXPERIMENT_KINDS))
    .addOption(new Option("--state <state>", "in this state only").choices(EXPERIMENT_STATES))
    .action(async (options) => (await import("./experiments.ts")).listExperiments(terminal, options));
  experiments
    .command("run")
    .description("run what a JSON file describes, and print its figures")
    .argument("<file>", "such as {name, kind, dataset, parameters}; - is standard input")
    .option("--no-wait", "do not wait until it is done")
    .action(async (file, options) =>
      (await import("./experiments.ts")).runExperiment(terminal, file, options),
    );
  experiments
    .command("show")
    .description("print the figures of an experiment")
    .argument("<id>")
    .action(async (id) => (await import("./experiments.ts")).showExperiment(terminal, id));
  experiments
    .command("compare")
    .description("what a run gives more or less than another on the same dataset")
    .argument("<id>")
    .argument("<other>")
    .action(async (id, other) => (await import("./experiments.ts")).compareExperiments(terminal, id, other));
  experiments
    .command("cancel")
    .description("cancel an experiment that waits or runs")
    .argument("<id>")
    .action(async (id) => (await import("./experiments.ts")).cancelExperiment(terminal, id));
  experiments
    .command("delete")
    .description("delete an experiment that has ended")
    .argument("<id>")
    .action(async (id) => (await import("./experiments.ts")).deleteExperiment(terminal, id));
  addDatasetCommands(experiments, terminal);
}

function addDatasetCommands(experiments: Command, terminal: Terminal): void {
  const datasets = experiments.command("datasets").description("texts to measure on");
  datasets
    .command("list", { isDefault: true })
    .description("list datasets, newest first")
    .action(async () => (await import("./datasets.ts")).listDatasets(terminal));
  datasets
    .command("add")
    .description("upload a folder in BEIR's layout, or a JSONL file of pairs or labelled texts")
    .argument("<name>")
    .argument("<path>")
    .addOption(
      new Option("-k, --kind <kind>", "what it measures; retrieval for a folder").choices(DATASET_KINDS),
    )
    .option("-u, --user <id>", "whose texts these are: they are erased with this user")
    .option("--licence <text>", "where it comes from and may be used")
    .action(async (name, path, options) =>
      (await import("./datasets.ts")).addDataset(terminal, name, path, options),
    );
  datasets
    .command("delete")
    .description("delete a dataset that no experiment uses")
    .argument("<name>", "or its id")
    .action(async (name) => (await import("./datasets.ts")).deleteDataset(terminal, name));
}
