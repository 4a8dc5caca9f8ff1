import type { TSchema } from "typebox";
import { isRecord } from "./is-record.ts";

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * Parameters of an address, which are text, as their schema has them: what is written as JSON writes a number or a
 * boolean becomes one. All else stays, so that the schema refuses it.
 */
export function fromText(schema: TSchema, parameters: unknown): unknown {
  if (!isRecord(parameters) || !("properties" in schema) || !isRecord(schema.properties)) return parameters;
  const { properties } = schema;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, convert(properties[name], value)]),
  );
}

function convert(schema: unknown, value: unknown): unknown {
  if (!isRecord(schema) || typeof value !== "string") return value;
  switch (schema.type) {
    case "integer":
    case "number":
      return NUMBER.test(value) ? Number(value) : value;
    case "boolean":
      return value === "true" || (value === "false" ? false : value);
    default:
      return value;
  }
}
