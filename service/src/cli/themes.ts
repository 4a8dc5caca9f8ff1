import { Patterns, SyncAccepted, type Theme } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { columns, printable } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForJob } from "./wait.ts";

export interface ThemesOptions {
  user: string;
  find?: boolean;
}

export async function themes(terminal: Terminal, { user, find }: ThemesOptions): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "themes");
  if (find) {
    await session.runJobs();
    const accepted = await session.post("/patterns/", SyncAccepted, { user_id: user });
    await waitForJob(session, terminal, accepted.job_id, "Finding themes");
  }
  const patterns = await session.get(`/patterns/?user_id=${encodeURIComponent(user)}`, Patterns);
  terminal.answer(patterns, () => [...table(patterns), ...remarks(patterns)]);
}

function table({ themes }: Patterns): string[] {
  const shown = themes.filter(({ hidden }) => !hidden);
  if (shown.length === 0) return [];
  return columns([["THEME", "DOCUMENTS", "TREND", "MOODS"], ...shown.map(cells)]);
}

function cells({ name, label, documents, trend, moods }: Theme): string[] {
  const noted = moods.map(({ mood, direction }) => `${direction === "more" ? "+" : "-"} ${printable(mood)}`);
  return [printable(name ?? label), String(documents), describeTrend(trend), noted.join(", ")];
}

function describeTrend({ direction, factor, interval }: Theme["trend"]): string {
  if (factor === null || interval === null || direction === "steady") return direction;
  return `${direction} (×${factor.toPrecision(2)} a year)`;
}

function remarks(patterns: Patterns): string[] {
  const { state, documents, least_documents, outliers, themes, changed_since } = patterns;
  switch (state) {
    case "none":
      return ["No themes were looked for yet. Do it now with --find."];
    case "not_enough":
      return [`There are ${documents} documents; themes need at least ${least_documents}.`];
    case "found": {
      const hidden = themes.filter((theme) => theme.hidden).length;
      return [
        "",
        `${themes.length} themes${hidden > 0 ? `, ${hidden} of them hidden` : ""}; ${outliers} of ${documents} documents are in none.`,
        ...(changed_since > 0 ? [`${changed_since} documents changed since they were found.`] : []),
      ];
    }
  }
}
