import { readFile } from "node:fs/promises";
import {
  IndexComparison,
  IndexPreview,
  ModelIndex,
  ModelIndexList,
  ModelUsageReport,
} from "@cosmic/contract";
import { CommandError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { pauseUnlessStopped } from "./interruption.ts";
import { columns, printable } from "./plain-text.ts";
import { duration } from "./progress.ts";
import { openSession, type Session } from "./session.ts";
import { describeSpending, dollars } from "./spending.ts";
import type { Terminal } from "./terminal.ts";

const ASK_EVERY_MS = 500;

export async function listIndexes(terminal: Terminal): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "models");
  const list = await session.get("/models/indexes/", ModelIndexList);
  terminal.answer(list, () => columns(list.results.map(cells)));
}

export interface BuildOptions {
  file?: string;
  dimension?: number;
  passageTokens?: number;
  activate?: boolean;
  wait: boolean;
}

export async function buildIndex(
  terminal: Terminal,
  model: string | undefined,
  { file, dimension, passageTokens, activate, wait }: BuildOptions,
): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "models build");
  const index = await session.post("/models/indexes/", ModelIndex, {
    ...(model === undefined ? {} : { model }),
    ...(file === undefined ? {} : { model_file: file }),
    ...(dimension === undefined ? {} : { dimension }),
    ...(passageTokens === undefined ? {} : { passage_tokens: passageTokens }),
    activate_when_ready: activate ?? false,
  });
  if (!wait) {
    terminal.answer(index, () => [`Index ${index.id} is being built. ${session.unattended}`]);
    return;
  }
  await session.runJobs();
  const built = await waitForIndex(session, terminal, index.id);
  terminal.answer(built, () => [
    built.state === "active"
      ? `${built.model} answers searches now (${built.id}).`
      : `Index ${built.id} of ${built.model} is ready: cosmic models activate ${built.id}`,
  ]);
}

/** What building it would take. */
export async function previewIndex(
  terminal: Terminal,
  model: string | undefined,
  { file, dimension, passageTokens }: Omit<BuildOptions, "wait">,
): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "models build --dry-run");
  const wanted = { model, model_file: file, dimension, passage_tokens: passageTokens };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const found = await session.get(`/models/indexes/preview/?${query}`, IndexPreview);
  terminal.answer(found, () =>
    columns([
      ["Model", `${found.model}, ${found.dimension} components`],
      ["Documents", `${found.documents}, in about ${found.passages} passages`],
      ["Tokens", `about ${found.tokens}`],
      ["Cost", found.cost_usd === null ? "none that is known" : `about ${dollars(found.cost_usd)}`],
      ["Time", `about ${duration(found.seconds * 1000)}`],
      ...(found.budget_days === null ? [] : [["Budget", `spreads it over ${found.budget_days} days`]]),
      ...(found.exists === null ? [] : [["Index", `${found.exists} is there already`]]),
    ]),
  );
}

/** What models of providers were used for. */
export async function showUsage(terminal: Terminal, { days }: { days: number }): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "models usage");
  const report = await session.get(`/models/usage/?days=${days}`, ModelUsageReport);
  terminal.answer(report, () => [
    describeSpending(report.today),
    ...columns(
      report.results.map(({ day, provider, model, requests, tokens, cost_usd }) => [
        day,
        `${provider}/${model}`,
        `${requests} requests`,
        `${tokens} tokens`,
        cost_usd === null ? "" : dollars(cost_usd),
      ]),
    ),
  ]);
}

/** What can be done to an index by its id. */
export async function changeIndex(
  terminal: Terminal,
  action: "activate" | "pause" | "resume" | "drop",
  id: string,
): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, `models ${action}`);
  const path = `/models/indexes/${encodeURIComponent(id)}/`;
  const index =
    action === "drop"
      ? await session.delete(path, ModelIndex)
      : await session.post(`${path}${action}/`, ModelIndex);
  terminal.answer(index, () => columns([cells(index)]));
}

export async function rollBack(terminal: Terminal): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "models rollback");
  const index = await session.post("/models/rollback/", ModelIndex);
  terminal.answer(index, () => [`${index.model} answers searches again (${index.id}).`]);
}

/** Asks two indexes every line of a file. */
export async function compareIndexes(
  terminal: Terminal,
  id: string,
  { queries: file, user }: { queries: string; user?: string },
): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "models compare");
  const lines = (await readFile(file, "utf8")).split("\n").map((line) => line.trim());
  const queries = lines
    .filter((line) => line !== "")
    .map((query) => ({ query, ...(user ? { user_id: user } : {}) }));
  const path = `/models/indexes/${encodeURIComponent(id)}/compare/`;
  const found = await session.post(path, IndexComparison, { queries });
  terminal.answer(found, () => [
    `${found.queries} queries, the best ${found.top_k} documents each`,
    `same documents   ${percent(found.overlap)}`,
    `same first hit   ${percent(found.same_first)}`,
    `first score      ${score(found.one.top_score)} (${found.one.model}), ${score(found.other.top_score)} (${found.other.model})`,
  ]);
}

async function waitForIndex(session: Session, terminal: Terminal, id: string): Promise<ModelIndex> {
  using progress = terminal.progress("Building");
  for (;;) {
    const index = await session.get(`/models/indexes/${id}/`, ModelIndex);
    if (index.state === "ready" || index.state === "active") return index;
    if (index.state !== "building") {
      throw new CommandError(`Index ${id} is ${index.state}: ${index.error ?? "somebody else changed it"}`);
    }
    progress.update(index.progress?.done ?? 0, index.progress?.total ?? 0);
    await pauseUnlessStopped(ASK_EVERY_MS, terminal.signal);
  }
}

function cells({ id, model, dimension, passage_tokens, state, progress, error }: ModelIndex): string[] {
  const done = progress ? `${progress.done}/${progress.total}` : "";
  return [id, state, model, `${dimension}`, `${passage_tokens} tokens`, done, printable(error ?? "")];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const score = (value: number | null) => value?.toFixed(3) ?? "none";
