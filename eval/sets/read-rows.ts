import { readJsonLines } from "../../service/src/experiments/datasets/checked-lines.ts";
import { unique } from "../../service/src/experiments/datasets/unique.ts";
import { textFile } from "./text-file.ts";

/**
 * The rows of a file with one JSON value a line, each id once.
 *
 * @throws CommandError; CosmicError that names file and line
 */
export function readRows<T extends { id: string }>(path: string, check: (value: unknown) => T): Promise<T[]> {
  return Array.fromAsync(unique(readJsonLines(textFile(path), check)));
}
