import { toMarkdownTable } from "../../bench/markdown-table.ts";
import type { Row as TableRow } from "../../bench/report.ts";
import { checkMarkers, writeBetween } from "../../eval/report/write-between.ts";
import { describeMachine } from "../../service/src/machine.ts";
import { WITHOUT_DISK } from "../../service/tests/servers/small-disk.ts";
import { verdict } from "../verdict.ts";
import { FAULTS } from "./cell.ts";
import type { Installation, StartInstallation } from "./installation.ts";
import { ROWS } from "./matrix.ts";
import { runCell } from "./run-cell.ts";
import { rowOf } from "./table.ts";

/** Longer than the bounds of all waiting in a cell. */
const CELL_SECONDS = 240;

/** Names of all cells. */
export const CELLS = ROWS.flatMap(({ name }) => FAULTS.map((fault) => `${name}, ${fault}`));

/**
 * Faults in parts, one after the other, and a table of what came of each.
 *
 * @param page where the table is put between its markers
 */
export async function causeFaults(wanted: ReadonlySet<string>, page?: string): Promise<void> {
  if (page !== undefined) await checkMarkers(page, "faults");
  const began = performance.now();
  const running = new Running();
  const leave = () => void running.stop().finally(() => process.exit(130));
  process.once("SIGINT", leave).once("SIGTERM", leave);
  const table: TableRow[] = [];
  const notRun: string[] = [];
  try {
    for (const { name: part, start, lacking, cells } of ROWS) {
      for (const fault of FAULTS) {
        const name = `${part}, ${fault}`;
        if (!wanted.has(name)) continue;
        const cell = lacking ?? ((fault === "disk full" ? WITHOUT_DISK.trim() : "") || cells[fault]);
        if (typeof cell === "string") {
          notRun.push(`${name}: ${cell}`);
          continue;
        }
        console.error(`${name} …`);
        const outcome = await atMost(CELL_SECONDS, async () => {
          const installation = await running.of(start);
          return runCell(installation, name, cell(installation));
        }).catch((error: unknown) => {
          verdict(`${name}: can be judged`, false, String(error));
          return undefined;
        });
        if (outcome) table.push(rowOf(part, fault, outcome));
        // What it left behind would be taken for the work of the next.
        if (!outcome?.kept || outcome.backSeconds === undefined) await running.stop();
      }
    }
  } finally {
    await running.stop();
    process.off("SIGINT", leave).off("SIGTERM", leave);
  }
  const found = [describeRun(began), toMarkdownTable(table), ...notRunList(notRun)].join("\n\n");
  console.log(`\n${found}`);
  if (page !== undefined) await writeBetween(page, found, "faults");
}

function describeRun(began: number): string {
  const { cores, cpu, node } = describeMachine();
  const minutes = Math.ceil((performance.now() - began) / 60_000);
  return `${cores} cores (${cpu}), Node ${node.slice(1)}, ${new Date().toISOString().slice(0, 10)}; ${minutes} minutes.`;
}

const notRunList = (notRun: readonly string[]) =>
  notRun.length > 0 ? [`Not run:\n\n${notRun.map((line) => `- ${line}`).join("\n")}`] : [];

/** The one installation that runs at a time, kept while the next cell wants the same. */
class Running {
  #opened = new AsyncDisposableStack();
  #start: StartInstallation | undefined;
  #installation: Installation | undefined;

  async of(start: StartInstallation): Promise<Installation> {
    if (this.#installation && this.#start === start) return this.#installation;
    await this.stop();
    this.#start = start;
    this.#installation = await start(this.#opened);
    return this.#installation;
  }

  async stop(): Promise<void> {
    const opened = this.#opened;
    this.#opened = new AsyncDisposableStack();
    this.#installation = undefined;
    await opened.disposeAsync();
  }
}

async function atMost<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`took longer than ${seconds} s`)), seconds * 1000);
  try {
    return await Promise.race([work(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
