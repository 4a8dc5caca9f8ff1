import { type HighlightMode, type SearchHit, SearchResponse } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { printable, wrap } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export interface SearchOptions {
  user?: string;
  type?: string;
  topK: number;
  mode: string;
  from?: string;
  to?: string;
  highlight?: HighlightMode;
  diversify?: number;
  recency?: number;
  rerank?: boolean;
  dates?: boolean;
  timeZone?: string;
}

const WIDTH = 96;
const EXCERPT_LINES = 3;

export async function search(
  terminal: Terminal,
  words: readonly string[],
  options: SearchOptions,
): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "search");
  const found = await session.post("/search/", SearchResponse, {
    query: words.join(" "),
    user_id: options.user,
    document_type: options.type,
    date_from: options.from,
    date_to: options.to,
    mode: options.mode,
    top_k: options.topK,
    highlight: options.highlight,
    diversify: options.diversify,
    recency: options.recency,
    rerank: options.rerank,
    dates: options.dates,
    time_zone: options.timeZone ?? (options.dates ? ownTimeZone() : undefined),
  });
  if (found.degraded) terminal.note("The model cannot be reached; only words were searched.");
  if (found.rerank && found.rerank.reason !== null) terminal.note(NOT_RERANKED[found.rerank.reason]);
  if (options.dates) terminal.note(describeDates(found.dates));
  terminal.answer(found, () =>
    found.results.length > 0
      ? found.results.flatMap(lines)
      : ["Nothing was found. `cosmic status` tells what is still to be embedded."],
  );
}

const NOT_RERANKED = {
  not_configured: "No re-ranker is set up; see RERANKER in docs/configuration.md.",
  over_budget: "The re-ranker took too long; the order is that without it.",
  unavailable: "The re-ranker failed; the order is that without it. The log says why.",
};

const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function describeDates(dates: SearchResponse["dates"]): string {
  if (!dates) return "No date was understood in these words.";
  const { from, to, words, time_zone } = dates;
  const span = from === to ? `${from}` : `${from ?? "the beginning"} to ${to ?? "today and later"}`;
  return `"${printable(words)}" is understood as ${span} (${time_zone}).`;
}

function lines(hit: SearchHit, i: number): string[] {
  const date = (hit.entry_date ?? hit.created_at).slice(0, 10);
  const score = hit.score === null ? "   –" : hit.score.toFixed(2);
  const title = printable(hit.title) || "(no title)";
  return [
    `${String(i + 1).padStart(2)}  ${score}  ${date}  ${title}  (${hit.matched_by.join(" and ")})`,
    ...wrap(printable(hit.passage.text), WIDTH - 4, EXCERPT_LINES).map((line) => `    ${line}`),
  ];
}
