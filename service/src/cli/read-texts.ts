import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { buffer } from "node:stream/consumers";
import { CommandError } from "./command-error.ts";
import type { Terminal } from "./terminal.ts";

export interface TextFile {
  /** As it was given on the command line; `-` is standard input. */
  file: string;
  title: string;
  text: string;
}

/** Reads all files before anything is done with one of them. */
export async function readTexts(
  terminal: Terminal,
  files: readonly string[],
  maxBytes: number,
): Promise<TextFile[]> {
  const texts: TextFile[] = [];
  for (const file of files) {
    const bytes = file === "-" ? await readInput(terminal) : await readTextFile(file, maxBytes);
    const title = file === "-" ? "" : basename(file, extname(file));
    texts.push({ file, title, text: decode(bytes, file) });
  }
  return texts;
}

async function readInput(terminal: Terminal): Promise<Uint8Array> {
  if (process.stdin.isTTY) terminal.note("Write the text, and end it with Ctrl-D on a line of its own.");
  // Ctrl-C ends the reading, which would otherwise go on until the input ends.
  const stop = () => process.stdin.destroy();
  terminal.signal.addEventListener("abort", stop, { once: true });
  try {
    return await buffer(process.stdin);
  } catch (error) {
    terminal.signal.throwIfAborted();
    throw error;
  } finally {
    terminal.signal.removeEventListener("abort", stop);
  }
}

async function readTextFile(file: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= maxBytes) return await readFile(file);
  } catch (cause) {
    throw new CommandError(`${file} cannot be read: ${reason(cause)}.`, cause);
  }
  throw new CommandError(`${file} is larger than ${maxBytes} bytes (MAX_TEXT_BYTES). Split it first.`);
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandError(`${file === "-" ? "Standard input" : file} is not text in UTF-8.`, cause);
  }
}

function reason(fault: unknown): string {
  if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return "there is no such file";
  return fault instanceof Error ? fault.message : String(fault);
}
