import { createHash } from "node:crypto";

const LONGEST_KEPT = 200;

export interface MetadataPair {
  name: string;
  /** Written so that equal values, and only they, are equal texts: 1, "1" and true are three. */
  value: string;
}

/** The pairs that a filter can ask for. Nested values are not among them. */
export function metadataPairs(metadata: Readonly<Record<string, unknown>>): MetadataPair[] {
  return Object.entries(metadata).flatMap(([name, value]) => {
    const comparable = comparableValue(value);
    return comparable === undefined ? [] : [{ name: JSON.stringify(name), value: comparable }];
  });
}

function comparableValue(value: unknown): string | undefined {
  switch (typeof value) {
    case "string": {
      const quoted = JSON.stringify(value);
      return quoted.length <= LONGEST_KEPT ? quoted : createHash("sha256").update(quoted).digest("hex");
    }
    case "number":
    case "boolean":
      return String(value);
    default:
      return value === null ? "null" : undefined;
  }
}
