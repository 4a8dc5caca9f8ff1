import { toMarkdownTable } from "../../bench/markdown-table.ts";
import { corpusRows } from "./corpus-rows.ts";
import { qualityRows } from "./quality-rows.ts";
import type { SavedRun } from "./saved-run.ts";
import { speedRows } from "./speed-rows.ts";

/** What a run found, in Markdown. */
export function printRun(run: SavedRun): string {
  return [describeRun(run), qualityRows(run), corpusRows(run), speedRows(run)]
    .map((part) => (typeof part === "string" ? part : toMarkdownTable(part)))
    .join("\n\n");
}

/** What was measured, where and when, in one sentence. */
export function describeRun({ measured, machine, service, search, seconds }: SavedRun): string {
  const index = service.dependencies.find(({ name }) => name === "search_index");
  const { settings } = service;
  const passages = settings
    ? `passages of ${settings.passageTokens} tokens, overlap ${settings.passageOverlap}`
    : "";
  const cpu =
    seconds.serviceCpu === null ? "" : `, ${Math.round(seconds.serviceCpu)} s of CPU in the service`;
  return [
    `Measured ${measured.slice(0, 10)} on ${machine.cores} cores (${machine.cpu}), Node ${machine.node}`,
    `service ${service.version}`,
    `model ${service.index.model}`,
    `index ${service.index.id} in ${index?.version ?? index?.kind ?? "an index that does not answer"}`,
    passages,
    search ? `searches with ${JSON.stringify(search)}` : "",
    `${Math.round(seconds.wall)} s in all${cpu}`,
  ]
    .filter((part) => part !== "")
    .join("; ")
    .concat(".");
}
