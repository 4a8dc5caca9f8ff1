import { CommanderError } from "commander";
import { CommandError } from "./command-error.ts";
import { Interrupted, watchSignals } from "./interruption.ts";
import { buildProgram } from "./program.ts";
import { reportFault } from "./report-fault.ts";
import { Terminal } from "./terminal.ts";

/** Runs one command. @returns the exit code: 0 done, 1 failed, 2 used wrongly, 128 and more stopped by a signal */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  using watching = watchSignals();
  const terminal = new Terminal(watching.signal);
  try {
    await buildProgram(terminal).parseAsync([...argv], { from: "user" });
    return terminal.exitCode;
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
    if (watching.signal.aborted && watching.signal.reason instanceof Interrupted)
      return watching.signal.reason.exitCode;
    reportFault(fault, terminal);
    return fault instanceof CommandError ? fault.exitCode : 1;
  }
}
