import { createInterface } from "node:readline/promises";
import { UsageError } from "./command-error.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Asks on the terminal whether to go on.
 *
 * @param consequence what will happen, as a sentence
 * @throws UsageError where there is nobody to be asked
 */
export async function confirmed({ signal }: Terminal, consequence: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError(`${consequence} Say --yes to do it without being asked.`);
  using questions = createInterface({ input: process.stdin, output: process.stderr });
  // On a terminal the line editor takes Ctrl-C for itself.
  questions.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await questions.question(`${consequence} Go on? [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
