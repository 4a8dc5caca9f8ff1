import { styleText } from "node:util";
import { Health } from "@cosmic/contract";
import type { Config } from "../config.ts";
import { loadConfig } from "./configuration.ts";
import { columns, printable } from "./plain-text.ts";
import { duration } from "./progress.ts";
import { openSession } from "./session.ts";
import { describeSpending } from "./spending.ts";
import type { Terminal } from "./terminal.ts";

export async function status(terminal: Terminal): Promise<void> {
  const config = loadConfig();
  await using session = await openSession(config, terminal, "status");
  const health = await session.get("/health/", Health);
  if (health.status === "failing") terminal.fail();
  terminal.answer(health, () => [
    `Cosmic Insights ${health.version} is ${coloured(health.status)}`,
    "",
    ...columns(summary(health, config, session.server)),
    "",
    ...columns(health.dependencies.map(dependency)),
    ...(health.documents.failed > 0 ? ["", "`cosmic retry-failed` embeds again what has failed."] : []),
  ]);
}

function lastReconciliation({ reconciliation }: Health): string {
  if (!reconciliation) return "not yet; it comes once a day";
  const { ended_at, compared, queued, removed } = reconciliation;
  return `${ended_at}: ${compared} documents, ${queued} embedded again, ${removed} removed from the index`;
}

function summary(health: Health, { dataFolder }: Config, server: string | undefined): string[][] {
  const { pending, processing, completed, failed } = health.documents;
  const { id, model, documents, passages } = health.index;
  return [
    ["Address", server ? `${server}, for ${duration(health.uptime_seconds * 1000)}` : "not started"],
    ["Data folder", dataFolder],
    ["Documents", `${completed} completed, ${pending} pending, ${processing} processing, ${failed} failed`],
    ["Index", `${id}, ${model}: ${documents} documents in ${passages} passages`],
    ["Reconciled", lastReconciliation(health)],
    ...(health.spending && health.spending.requests > 0
      ? [["Spending", describeSpending(health.spending)]]
      : []),
  ];
}

function dependency(it: Health["dependencies"][number]): string[] {
  return [
    it.name,
    it.kind,
    coloured(it.status),
    `${it.latency_ms} ms`,
    printable(it.error ?? it.version ?? ""),
  ];
}

function coloured(status: Health["status"]): string {
  const colour = { ok: "green", degraded: "yellow", failing: "red" } as const;
  return styleText(colour[status], status, { stream: process.stdout });
}
