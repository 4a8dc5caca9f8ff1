import type { Readable } from "node:stream";
import { CosmicError } from "../../errors.ts";
import { refuseUnstorableText } from "../../http/plain-text.ts";
import { InvalidInput } from "../../http/validation.ts";

/** A file of a dataset, wherever it lies. */
export interface TextFile {
  /** As faults call it, such as `corpus.jsonl`. */
  name: string;
  open(): Promise<Readable>;
}

export interface Checked<T> {
  value: T;
  /** Where it stands, such as `queries.jsonl:12`. */
  at: string;
}

type Check<T> = (value: unknown) => T;

/**
 * A file in UTF-8 with one JSON value a line. Empty lines are left out.
 *
 * @param check gives a value back, or throws; made by `checker` of a schema
 *
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export function readJsonLines<T>(file: TextFile, check: Check<T>): AsyncGenerator<Checked<T>> {
  return readLines(file, check, (line) => JSON.parse(line));
}

/**
 * A file in UTF-8 with tabs between its values. A first line that holds the names of the columns is left out.
 *
 * @param check of an object that has a string for every column
 *
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export function readTable<T>(
  file: TextFile,
  columns: readonly string[],
  check: Check<T>,
): AsyncGenerator<Checked<T>> {
  return readLines(file, check, (line, number) => {
    const cells = line.split("\t");
    if (number === 1 && cells.join() === columns.join()) return undefined;
    if (cells.length !== columns.length) {
      throw new Error(`It has ${cells.length} columns in place of ${columns.length}: ${columns.join(", ")}.`);
    }
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
}

/** A fault of a dataset, at a place such as `queries.jsonl:12`. */
export function invalidDataset(at: string, reason: string, cause?: unknown): CosmicError {
  return new CosmicError("invalid_dataset", `${at}: ${reason}`, { cause });
}

async function* readLines<T>(
  file: TextFile,
  check: Check<T>,
  parse: (line: string, number: number) => unknown,
): AsyncGenerator<Checked<T>> {
  let number = 0;
  for await (const bytes of linesOf(await file.open())) {
    number += 1;
    const at = `${file.name}:${number}`;
    const row = checkLine(bytes, at, (line) => {
      const value = line.trim() === "" ? undefined : parse(line, number);
      if (value === undefined) return undefined;
      refuseUnstorableText(value);
      return { value: check(value), at };
    });
    if (row) yield row;
  }
}

function checkLine<T>(bytes: Buffer, at: string, read: (line: string) => T): T {
  try {
    return read(decode(bytes));
  } catch (cause) {
    throw invalidDataset(at, reasonOf(cause), cause);
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes).replace(/\r$/, "");
  } catch (cause) {
    throw new Error("It is not text in UTF-8.", { cause });
  }
}

const LINE_FEED = 10;

/** Split before it is decoded, so that a byte that is wrong has a line. */
async function* linesOf(stream: Readable): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let rest = Buffer.from(chunk);
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      yield begun.length > 0 ? Buffer.concat([...begun, rest.subarray(0, end)]) : rest.subarray(0, end);
      begun = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) begun.push(rest);
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

function reasonOf(fault: unknown): string {
  if (fault instanceof InvalidInput && fault.errors.length > 0) {
    return fault.errors.map(({ detail }) => detail).join(" ");
  }
  return fault instanceof Error ? fault.message : String(fault);
}
