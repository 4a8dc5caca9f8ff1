import type { SQLOutputValue } from "node:sqlite";

/** What a column must hold. Anything else means that the file is not what this code wrote. */
export function integer(value: SQLOutputValue | undefined): number {
  if (typeof value !== "number") throw new Error(`a number was expected, ${typeof value} found`);
  return value;
}

export function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== "string") throw new Error(`a text was expected, ${typeof value} found`);
  return value;
}

export function bytes(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error(`bytes were expected, ${typeof value} found`);
  return value;
}
