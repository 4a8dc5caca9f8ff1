import { Type } from "typebox";
import { Value } from "typebox/value";
import { CosmicError } from "../errors.ts";

/** A place in a list: the sort key of a row, and whether the page lies behind or before it. */
export interface Cursor {
  direction: "next" | "previous";
  key: string[];
}

const CursorJson = Type.Object({ d: Type.Enum(["n", "p"]), k: Type.Array(Type.String()) });

export function encodeCursor(cursor: Cursor): string {
  const json = { d: cursor.direction === "next" ? "n" : "p", k: cursor.key };
  return Buffer.from(JSON.stringify(json)).toString("base64url");
}

/** @throws CosmicError `invalid_cursor` */
export function decodeCursor(
  text: string | undefined,
  isKey: (key: readonly string[]) => boolean,
): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const json = Value.Parse(CursorJson, JSON.parse(Buffer.from(text, "base64url").toString()));
    if (isKey(json.k)) return { direction: json.d === "n" ? "next" : "previous", key: json.k };
  } catch {
    // Falls through to the one error that both cases deserve.
  }
  throw new CosmicError(
    "invalid_cursor",
    "The cursor is not one that this list gave out. Start without it.",
    {
      field: "/cursor",
    },
  );
}

export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

/**
 * Makes a page out of rows read in the cursor's direction, one more than the page holds.
 *
 * @param url of the request, whose other parameters the links keep
 * @param keyOf the sort key of a row
 */
export function toPage<R, T>(
  rows: readonly R[],
  options: { limit: number; cursor: Cursor | undefined; count: number; url: string },
  keyOf: (row: R) => string[],
  toItem: (row: R) => T,
): Page<T> {
  const { limit, cursor, count, url } = options;
  const backwards = cursor?.direction === "previous";
  const more = rows.length > limit;
  const shown = backwards ? rows.slice(0, limit).toReversed() : rows.slice(0, limit);
  const link = (direction: Cursor["direction"], row: R | undefined) =>
    row === undefined ? null : withCursor(url, encodeCursor({ direction, key: keyOf(row) }));
  return {
    count,
    next: backwards || more ? link("next", shown.at(-1)) : null,
    previous: (backwards ? more : cursor !== undefined) ? link("previous", shown.at(0)) : null,
    results: shown.map(toItem),
  };
}

/** The address of a request with another cursor. */
export function withCursor(url: string, cursor: string): string {
  const target = new URL(url, "http://localhost");
  target.searchParams.set("cursor", cursor);
  return target.pathname + target.search;
}
