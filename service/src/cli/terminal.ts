import { Progress } from "./progress.ts";

/** What a command says, and where: answers on standard output, everything else on standard error. */
export class Terminal {
  /** One JSON value on standard output, and nothing else there. */
  json = false;
  /** Say more when something goes wrong. */
  verbose = false;
  exitCode = 0;
  /** Aborts when the user, or the system, wants the command to stop. */
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  /** The answer of the command. `lines` are for people and are made only for them. */
  answer(value: unknown, lines: () => readonly string[]): void {
    const text = this.json ? JSON.stringify(value, undefined, 2) : lines().join("\n");
    process.stdout.write(`${text}\n`);
  }

  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** The command could not do all that it was asked to. */
  fail(): void {
    this.exitCode = 1;
  }

  progress(title: string): Progress {
    return new Progress(title, process.stderr);
  }
}
