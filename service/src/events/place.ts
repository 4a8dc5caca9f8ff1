import { CosmicError } from "../errors.ts";

/**
 * Where somebody is in the events: all of the rows before `row` has been told, and of it the first `told` events. A
 * row may hold many events, and of one that was cut off in its middle the rest follows.
 */
export interface Place {
  row: number;
  told: number;
}

/** At the beginning of a row, or of the first one after it that there is. */
export const atRow = (row: number): Place => ({ row, told: 0 });

export function isBefore(a: Place, b: Place): boolean {
  return a.row < b.row || (a.row === b.row && a.told < b.told);
}

export function toCursor({ row, told }: Place): string {
  return told === 0 ? String(row) : `${row}.${told}`;
}

/** @throws CosmicError `invalid_cursor` */
export function fromCursor(cursor: string): Place {
  const [, row, told] = /^(\d{1,15})(?:\.(\d{1,6}))?$/.exec(cursor) ?? [];
  if (row !== undefined) return { row: Number(row), told: Number(told ?? 0) };
  const message = "The cursor is not one that an event came with. Connect without it.";
  throw new CosmicError("invalid_cursor", message, { field: "/cursor" });
}
