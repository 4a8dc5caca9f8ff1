import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CommandError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Writes as it reads, whatever the size. */
export async function exportUser(
  terminal: Terminal,
  id: string,
  { format, output }: { format: string; output?: string },
): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "export-user");
  const body = await session.open(`/users/${encodeURIComponent(id)}/export/?format=${format}`);
  if (output === undefined) {
    await pipeline(body, process.stdout, { end: false, signal: terminal.signal });
    return;
  }
  try {
    // Never in place of something else, and only for the one who asked.
    const file = createWriteStream(output, { flags: "wx", mode: 0o600 });
    await pipeline(body, file, { signal: terminal.signal });
  } catch (cause) {
    terminal.signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${output} could not be written: ${reason}`, cause);
  }
  terminal.answer({ output }, () => [`Written to ${output}.`]);
}
