import { CommandError } from "../../service/src/cli/command-error.ts";
import type { Checked } from "./checked-lines.ts";

/** @throws CommandError that names the line where an id comes a second time */
export function byUniqueId<T extends { id: string }>(rows: readonly Checked<T>[]): Map<string, T> {
  const byId = new Map<string, T>();
  for (const { value, at } of rows) {
    if (byId.has(value.id)) throw new CommandError(`${at}: the id "${value.id}" stands further up already.`);
    byId.set(value.id, value);
  }
  return byId;
}
