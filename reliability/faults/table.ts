import type { Row } from "../../bench/report.ts";
import type { Outcome } from "./run-cell.ts";

/** What users saw of a fault, from its begin until all was as usual again. */
export function rowOf(part: string, fault: string, outcome: Outcome): Row {
  const { answers, said, backSeconds, doneSeconds, acknowledged, kept } = outcome;
  const well = answers.count((status) => status >= 200 && status < 300);
  const other = (status: number) => status >= 500 && status !== 503 && status !== 507;
  return {
    part,
    fault,
    "2xx": answers.byWordsOnly > 0 ? `${well} (${answers.byWordsOnly} by words)` : String(well),
    "4xx": answers.count((status) => status >= 400 && status < 500 && status !== 429),
    "429 busy": answers.count((status) => status === 429),
    "503 away": answers.count((status) => status === 503),
    "507 full": answers.count((status) => status === 507),
    "other 5xx": answers.count(other),
    none: answers.count((status) => status === 0),
    "slowest s": (answers.slowestMs / 1000).toFixed(1),
    "health, readyz": [...said.failing, ...said.notReady].join(", ") || "–",
    "back s": backSeconds?.toFixed(1) ?? "never",
    "done s": doneSeconds?.toFixed(1) ?? "never",
    lost: kept ? `none of ${acknowledged}` : "see above",
  };
}
