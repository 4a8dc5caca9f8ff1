import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { CommandError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Writes a backup to a file, which has its name only when it is whole. */
export async function backup(terminal: Terminal, file: string): Promise<void> {
  if (existsSync(file)) throw new CommandError(`${file} is there already. Name another file.`);
  await using session = await openSession(loadConfig(), terminal, "backup");
  using progress = terminal.progress("Backing up");
  const body = await session.open("/backup/");
  const unfinished = `${file}.unfinished`;
  let bytes = 0;
  body.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    progress.update(0, 0, `${megabytes(bytes)} written`);
  });
  try {
    const target = createWriteStream(unfinished, { flags: "w", mode: 0o600, flush: true });
    await pipeline(body, target, { signal: terminal.signal });
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    terminal.signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`The backup could not be written to ${file}: ${reason}`, cause);
  }
  terminal.answer({ file, bytes }, () => [
    `Backed up to ${file} (${megabytes(bytes)}). It holds the texts of all users: keep it where nobody else reads it.`,
  ]);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
