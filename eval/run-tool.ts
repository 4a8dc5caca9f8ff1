import { CommandError } from "../service/src/cli/command-error.ts";
import { Interrupted, watchSignals } from "../service/src/cli/interruption.ts";
import { CosmicError } from "../service/src/errors.ts";

/**
 * Runs a command line of the evaluation. What is wrong is said on stderr.
 *
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 128 and the number of the signal when interrupted
 */
export async function runTool(work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  using watch = watchSignals();
  using _ = ignoreEcho();
  try {
    await work(watch.signal);
    return 0;
  } catch (fault) {
    const interruption: unknown = watch.signal.reason;
    if (interruption instanceof Interrupted) return interruption.exitCode;
    const explained = fault instanceof CommandError || fault instanceof CosmicError;
    console.error(explained ? fault.message : fault);
    return fault instanceof CommandError ? fault.exitCode : 1;
  }
}

const ECHO_MS = 1000;

/** npm hands on a Ctrl-C that has reached this process already, which would count as asking twice. */
function ignoreEcho(): Disposable {
  let first: number | undefined;
  const onSignal = () => {
    first ??= performance.now();
    if (performance.now() - first < ECHO_MS) return;
    process.off("SIGINT", onSignal);
    process.kill(process.pid, "SIGINT");
  };
  process.on("SIGINT", onSignal);
  return { [Symbol.dispose]: () => process.off("SIGINT", onSignal) };
}
