import { readFile, writeFile } from "node:fs/promises";
import { CommandError } from "../../service/src/cli/command-error.ts";

/**
 * @param check gives the value back, or throws; made by `checker` of a schema
 * @param what the file should be, such as "a saved run"
 *
 * @throws CommandError
 */
export async function readJsonFile<T>(file: string, check: (value: unknown) => T, what: string): Promise<T> {
  try {
    return check(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${file} is not ${what}: ${reason}`, cause);
  }
}

export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value)}\n`);
}
