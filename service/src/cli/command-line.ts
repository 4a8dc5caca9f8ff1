import { CommanderError } from "commander";
import { CommandError } from "./command-error.ts";
import { Interrupted, watchSignals } from "./interruption.ts";
import { buildProgram } from "./program.ts";
import { reportFault } from "./report-fault.ts";
import { Terminal } from "./terminal.ts";

const USAGE_ERROR = 2;

/**
 * Runs one `cosmic` command.
 *
 * @param argv what stands behind the name of the program
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 128 and the number of the signal when interrupted
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  ignoreClosedPipe();
  using watch = watchSignals();
  const terminal = new Terminal(watch.signal);
  try {
    await buildProgram(terminal).parseAsync([...argv], { from: "user" });
    return terminal.exitCode;
  } catch (fault) {
    // Commander has printed the help or the mistake already.
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : USAGE_ERROR;
    if (fault instanceof Interrupted) return fault.exitCode;
    reportFault(fault, terminal);
    return fault instanceof CommandError ? fault.exitCode : 1;
  }
}

/** `cosmic search … | head` closes the pipe early, which is no fault. */
function ignoreClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
