import { ModelIndex, TuningList, type TuningMetric, TuningRun } from "@cosmic/contract";
import { Type } from "typebox";
import { UsageError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { findDataset } from "./datasets.ts";
import { plotIntervals } from "./interval-plot.ts";
import { plotLoss } from "./loss-plot.ts";
import { columns, printable } from "./plain-text.ts";
import { openSession, type Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForTuning } from "./wait.ts";

const TUNING = "/tuning/";

export async function listTuning(terminal: Terminal, filter: { state?: string }): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "tuning");
  const list = await session.get(`${TUNING}?${new URLSearchParams({ ...filter })}`, TuningList);
  terminal.answer(list, () =>
    list.results.length > 0 ? columns(list.results.map(cells)) : ["There are no runs."],
  );
}

export interface RunOptions {
  dataset?: string;
  feedback?: boolean;
  titles?: boolean;
  user?: string;
  base?: string;
  rank?: number;
  epochs?: number;
  learningRate?: number;
  batch?: number;
  temperature?: number;
  hardNegatives?: number;
  heldOut?: number;
  seed?: number;
  wait: boolean;
}

export async function runTuning(terminal: Terminal, name: string, options: RunOptions): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "tuning run");
  const body = {
    name,
    ...(options.base === undefined ? {} : { base: options.base }),
    pairs: await pairsOf(session, options),
    parameters: parametersOf(options),
  };
  await session.runJobs();
  const queued = await session.post(TUNING, TuningRun, body);
  if (!options.wait) {
    terminal.answer(queued, () => [`Run ${queued.id} is queued. ${session.unattended}`]);
    return;
  }
  const run = await waitForTuning(session, terminal, queued.id);
  terminal.answer(run, () => describe(run));
}

export async function showTuning(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "tuning show");
  const run = await session.get(pathOf(id), TuningRun);
  terminal.answer(run, () => describe(run));
}

export async function activateTuning(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "tuning activate");
  const index = await session.post(`${pathOf(id)}activate/`, ModelIndex);
  terminal.answer(index, () => [
    `${printable(index.model)} answers searches now (${index.id}). Back again: cosmic models rollback`,
  ]);
}

export async function cancelTuning(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "tuning cancel");
  const run = await session.post(`${pathOf(id)}cancel/`, TuningRun);
  terminal.answer(run, () => columns([cells(run)]));
}

export async function deleteTuning(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "tuning delete");
  await session.delete(pathOf(id), Type.Undefined());
  terminal.answer({ id }, () => [`Deleted run ${id}.`]);
}

const pathOf = (id: string) => `${TUNING}${encodeURIComponent(id)}/`;

async function pairsOf(session: Session, { dataset, feedback, titles, user }: RunOptions) {
  const ofUser = user === undefined ? {} : { user_id: user };
  if (dataset !== undefined)
    return { source: "dataset", dataset_id: (await findDataset(session, dataset)).id, ...ofUser };
  if (feedback) return { source: "feedback", ...ofUser };
  if (titles) return { source: "titles", ...ofUser };
  throw new UsageError("Say where the pairs are from: --dataset NAME, --feedback or --titles.");
}

function parametersOf({ rank, epochs, learningRate, batch, temperature, ...rest }: RunOptions) {
  const named = {
    rank,
    epochs,
    learning_rate: learningRate,
    batch,
    temperature,
    hard_negatives: rest.hardNegatives,
    held_out_share: rest.heldOut,
    seed: rest.seed,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function cells({ id, created_at, state, verdict, metrics, name, progress, epochs }: TuningRun): string[] {
  const done = progress ? `epoch ${epochs.at(-1)?.epoch ?? 0}` : metrics.slice(0, 1).map(gainOf).join("");
  return [
    id,
    created_at.slice(0, 16).replace("T", " "),
    state,
    verdict?.replace("_", " ") ?? "",
    done,
    printable(name),
  ];
}

const gainOf = ({ name, difference: { mean } }: TuningMetric) =>
  `${name} ${mean >= 0 ? "+" : ""}${mean.toFixed(3)}`;

function describe(run: TuningRun): string[] {
  const { counts, seconds, parameters, error } = run;
  const pairs =
    counts &&
    `${run.pairs.source}: ${counts.training_pairs} to learn from, ${counts.validation_pairs} to stop by, ${counts.test_pairs} to judge by`;
  const took =
    seconds &&
    `${seconds.prepare.toFixed(1)} s of reading and embedding, ${seconds.train.toFixed(1)} s of training`;
  return [
    ...columns([
      ["run", `${printable(run.name)} (${run.id}), ${run.state}`],
      ["base", `${run.base.model} (${run.base.index})`],
      ["change", parameters.rank === null ? "a whole matrix" : `of rank ${parameters.rank}`],
      ["pairs", pairs ?? run.pairs.source],
      ...(took ? [["time", took]] : []),
      ...(error === null ? [] : [["error", printable(error)]]),
    ]),
    ...(run.epochs.length > 0 ? ["", "loss on held-out pairs", ...plotLoss(run.epochs, run.best_epoch)] : []),
    ...(run.metrics.length > 0 ? ["", ...judged(run)] : []),
  ];
}

function judged({ id, metrics, counts, verdict }: TuningRun): string[] {
  const figures = metrics.map(({ name, difference: { mean, low, high } }) => ({
    name,
    value: mean,
    low,
    high,
  }));
  return [
    `adapter less base, ${counts?.test_queries} held-out queries, 95 % intervals`,
    ...plotIntervals(figures, { signed: true }),
    "",
    ...metrics.map(
      ({ name, base, adapter }) => `${name}  ${base.mean.toFixed(3)} → ${adapter.mean.toFixed(3)}`,
    ),
    "",
    verdict === "gain"
      ? `A gain. cosmic tuning activate ${id}`
      : "No gain: it is not better than its base by more than the interval, and is not activated.",
  ];
}
