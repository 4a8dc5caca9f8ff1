import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Experiment, ExperimentComparison, ExperimentList } from "@cosmic/contract";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { CommandError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { findDataset } from "./datasets.ts";
import { plotIntervals } from "./interval-plot.ts";
import { columns, printable } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForExperiment } from "./wait.ts";

const EXPERIMENTS = "/experiments/";

export async function listExperiments(
  terminal: Terminal,
  filter: { kind?: string; state?: string },
): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "experiments");
  const list = await session.get(`${EXPERIMENTS}?${new URLSearchParams({ ...filter })}`, ExperimentList);
  terminal.answer(list, () =>
    list.results.length > 0 ? columns(list.results.map(cells)) : ["There are no experiments."],
  );
}

/** The body of a request, in which the dataset may also be called by its name. */
const Described = Type.Object({ dataset: Type.Optional(Type.String()) });

export async function runExperiment(
  terminal: Terminal,
  file: string,
  { wait }: { wait: boolean },
): Promise<void> {
  const { dataset, ...described } = await readDescription(file);
  await using session = await openSession(loadConfig(), terminal, "experiments run");
  await session.runJobs();
  const found = dataset === undefined ? {} : { dataset_id: (await findDataset(session, dataset)).id };
  const { id } = await session.post(EXPERIMENTS, Experiment, { ...described, ...found });
  if (!wait) {
    const queued = await session.get(`${EXPERIMENTS}${id}/`, Experiment);
    terminal.answer(queued, () => [`Experiment ${id} is queued. ${session.unattended}`]);
    return;
  }
  const done = await waitForExperiment(session, terminal, id);
  terminal.answer(done, () => describe(done));
}

export async function showExperiment(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "experiments show");
  const experiment = await session.get(`${EXPERIMENTS}${encodeURIComponent(id)}/`, Experiment);
  terminal.answer(experiment, () => describe(experiment));
}

export async function compareExperiments(terminal: Terminal, id: string, other: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "experiments compare");
  const path = `${EXPERIMENTS}${encodeURIComponent(id)}/compare/?${new URLSearchParams({ with: other })}`;
  const found = await session.get(path, ExperimentComparison);
  terminal.answer(found, () => {
    const plotted = plotIntervals(
      found.differences.map(({ name, difference: value, low, high }) => ({ name, value, low, high })),
      { signed: true },
    );
    return [
      `${shown(found.one)} less ${shown(found.other)}, ${found.paired} in common, 95 % intervals`,
      "",
      ...plotted.map((line, i) => `${line}  p = ${found.differences[i]?.p.toFixed(3) ?? ""}`),
    ];
  });
}

export async function cancelExperiment(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "experiments cancel");
  const experiment = await session.post(`${EXPERIMENTS}${encodeURIComponent(id)}/cancel/`, Experiment);
  terminal.answer(experiment, () => columns([cells(experiment)]));
}

export async function deleteExperiment(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "experiments delete");
  await session.delete(`${EXPERIMENTS}${encodeURIComponent(id)}/`, Type.Undefined());
  terminal.answer({ id }, () => [`Deleted experiment ${id}.`]);
}

async function readDescription(file: string): Promise<Record<string, unknown> & { dataset?: string }> {
  try {
    const json: unknown = JSON.parse(file === "-" ? await text(process.stdin) : await readFile(file, "utf8"));
    return Value.Parse(Described, json);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${file} does not describe an experiment in JSON: ${reason}`, cause);
  }
}

function cells({ id, created_at, state, kind, metrics, name, progress }: Experiment): string[] {
  const [first] = metrics;
  const figure = first ? `${first.name} ${first.value.toFixed(3)}` : "";
  const done = progress ? `${progress.done}/${progress.total}` : figure;
  return [id, created_at.slice(0, 16).replace("T", " "), state, kind, done, printable(name)];
}

function describe(experiment: Experiment): string[] {
  const { name, kind, state, dataset, model, parameters, measured, seconds, machine, error } = experiment;
  const settings = [
    `${model} (${parameters.index})`,
    `passages of ${parameters.passage_tokens} tokens`,
    ...(parameters.mode === null ? [] : [parameters.mode]),
    `seed ${parameters.seed}`,
  ];
  const took =
    measured === null || seconds === null || machine === null
      ? []
      : [
          `${measured} measured in ${(seconds.prepare + seconds.measure).toFixed(1)} s on ${machine.cores} cores, service ${experiment.service_version}`,
        ];
  return [
    ...columns([
      ["experiment", `${printable(name)} (${experiment.id})`],
      ["kind", `${kind}, ${state}`],
      ["model", settings.join(", ")],
      ...(dataset ? [["dataset", printable(dataset.name)]] : []),
      ...took.map((line) => ["run", line]),
      ...(error === null ? [] : [["error", printable(error)]]),
    ]),
    ...(experiment.metrics.length > 0 ? ["", ...plotIntervals(experiment.metrics)] : []),
  ];
}

const shown = ({ name, model }: ExperimentComparison["one"]) => `${printable(name)} (${model})`;
