import { type Key, keyIdOf, unseal } from "./seal.ts";
import type { Ask, UserKeys } from "./user-keys.ts";

/** Opens what is sealed in rows that the database gave, in place. */
export type UnsealRows = (rows: readonly unknown[], ask: Ask) => Promise<void>;

/** Column of a JSON document that is sealed as a whole. */
export const SEALED_JSON = "sealed";

/** What is sealed with a key that was dropped stays as it is: nobody can read it any more. */
export function unsealRows(keys: UserKeys): UnsealRows {
  return async (rows, ask) => {
    const ids = new Set<string>();
    for (const row of rows) collect(row, ids);
    if (ids.size === 0) return;
    const found = await keys.find([...ids], ask);
    for (const row of rows) open(row, found);
  };
}

function collect(value: unknown, ids: Set<string>): void {
  if (typeof value === "string") {
    const id = keyIdOf(value);
    if (id !== undefined) ids.add(id);
  } else if (isContainer(value)) for (const item of Object.values(value)) collect(item, ids);
}

/** @returns what the value is now; rows and arrays are changed in place */
function open(value: unknown, keys: ReadonlyMap<string, Key>): unknown {
  if (typeof value === "string") {
    const key = keys.get(keyIdOf(value) ?? "");
    return key ? unseal(key, value) : value;
  }
  if (!isContainer(value)) return value;
  const whole = Reflect.get(value, SEALED_JSON);
  if (typeof whole === "string" && keys.has(keyIdOf(whole) ?? ""))
    return JSON.parse(String(open(whole, keys)));
  for (const [name, item] of Object.entries(value)) {
    if (typeof item === "string" || isContainer(item)) Reflect.set(value, name, open(item, keys));
  }
  return value;
}

/** Rows, arrays and JSON: not dates, bytes, or whatever else has a class. */
function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
