import { readFileSync } from "node:fs";

/** What the kernel counts in, whatever its own clock: 100 a second on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** @returns CPU time of a process and its threads so far; undefined where the system does not tell (not Linux) */
export function cpuSecondsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Behind the name, which may hold anything: field 3 and on; user and system time are 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return undefined;
  }
}
