import { mkdirSync, writeFileSync } from "node:fs";
import { percentile } from "../service/src/experiments/metrics/percentile.ts";
import { describeMachine } from "../service/src/machine.ts";
import { toMarkdownTable } from "./markdown-table.ts";

export type Row = Record<string, string | number>;

/** Prints a table with the machine it was measured on, and keeps the same as JSON in `bench/results/`. */
export function report(name: string, rows: readonly Row[]): void {
  const machine = describeMachine();
  const measured = new Date().toISOString();
  console.log(
    `\n${name} · ${machine.cores} cores · ${machine.cpu} · Node ${machine.node} · ${measured.slice(0, 10)}\n`,
  );
  console.log(toMarkdownTable(rows));
  const folder = new URL("./results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${name}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ name, measured, machine, rows }, null, 2)}\n`);
  console.log(`\nAs JSON: bench/results/${name}.json`);
}

export const median = (values: readonly number[]) => percentile(values, 0.5);

/** How long something took each time, in milliseconds. */
export function timesInRow(times: readonly number[]) {
  const at = (share: number) => round(percentile(times, share));
  return { "p50 ms": at(0.5), "p95 ms": at(0.95), "p99 ms": at(0.99) };
}

export const round = (value: number, digits = 1) => Number(value.toFixed(digits));

/** How long something took. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
