import { createReadStream } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { CommandError } from "../../service/src/cli/command-error.ts";
import { InvalidInput } from "../../service/src/http/validation.ts";

export interface Checked<T> {
  value: T;
  /** Where it stands, such as `hybrid/queries.jsonl:12`. */
  at: string;
}

type Check<T> = (value: unknown) => T;

/**
 * A file with one JSON value a line. Empty lines are left out.
 *
 * @param check gives a value back, or throws; made by `checker` of a schema
 *
 * @throws CommandError that names file and line
 */
export function readJsonLines<T>(file: string, check: Check<T>): Promise<Checked<T>[]> {
  return readLines(file, check, (line) => JSON.parse(line));
}

/**
 * A file with tabs between its values. A first line that holds the names of the columns is left out.
 *
 * @param check of an object that has a string for every column
 *
 * @throws CommandError that names file and line
 */
export function readTable<T>(
  file: string,
  columns: readonly string[],
  check: Check<T>,
): Promise<Checked<T>[]> {
  return readLines(file, check, (line, number) => {
    const cells = line.split("\t");
    if (number === 1 && cells.join() === columns.join()) return undefined;
    if (cells.length !== columns.length) {
      throw new Error(`It has ${cells.length} columns in place of ${columns.length}: ${columns.join(", ")}.`);
    }
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
}

async function readLines<T>(
  file: string,
  check: Check<T>,
  parse: (line: string, number: number) => unknown,
): Promise<Checked<T>[]> {
  const shown = join(basename(dirname(file)), basename(file));
  const rows: Checked<T>[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({
      input: createReadStream(file),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number += 1;
      const value = line.trim() === "" ? undefined : parse(line, number);
      if (value !== undefined) rows.push({ value: check(value), at: `${shown}:${number}` });
    }
  } catch (cause) {
    if (number === 0) throw new CommandError(`${file} cannot be read: ${reason(cause)}`, cause);
    throw new CommandError(`${shown}:${number}: ${reason(cause)}`, cause);
  }
  return rows;
}

function reason(fault: unknown): string {
  if (fault instanceof InvalidInput && fault.errors.length > 0) {
    return fault.errors.map(({ detail }) => detail).join(" ");
  }
  return fault instanceof Error ? fault.message : String(fault);
}
