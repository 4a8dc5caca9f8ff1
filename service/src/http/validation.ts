import type { ErrorCode, Problem } from "@cosmic/contract";
import type { FastifySchemaCompiler } from "fastify";
import type { TProperties, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import type { TLocalizedValidationError } from "typebox/error";
import { Set as setFormat } from "typebox/format";
import { Value } from "typebox/value";
import { isDay, isTimestamp } from "../documents/dates.ts";
import { CosmicError } from "../errors.ts";
import { fromText } from "./from-text.ts";

// Stricter than the library: what passes can be kept.
setFormat("date", isDay);
setFormat("date-time", isTimestamp);

type FieldError = NonNullable<Problem["errors"]>[number];

/** Input that its schema refuses. Tells of every field at once; the first one gives the code. */
export class InvalidInput extends CosmicError {
  readonly errors: readonly FieldError[];

  constructor(first: FieldError, errors: readonly FieldError[]) {
    super(first.code, first.detail, { field: first.field });
    this.errors = errors;
  }
}

/**
 * Checks what comes in against the schema of the route. Bodies are taken as they are: a number is not a
 * string. Parameters of the address are always strings, so they are converted first.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = checker(schema);
  if (httpPart === "body") return (value: unknown) => attempt(() => check(value));
  return (value: unknown) => attempt(() => check(Value.Default(schema, fromText(schema, value))));
};

/**
 * Compiled when the first value comes: most routes are not asked for in the first second.
 *
 * @returns a function that gives the value back, or throws `InvalidInput`
 */
export function checker<S extends TSchema>(schema: S) {
  let compiled: Validator<TProperties, S> | undefined;
  return (value: unknown) => {
    compiled ??= Compile(schema);
    const validator = compiled;
    if (validator.Check(value)) return value;
    const errors = explain(validator.Errors(value));
    const [first] = errors;
    throw first
      ? new InvalidInput(first, errors)
      : new CosmicError("invalid_value", "The input is not valid.");
  };
}

function attempt(check: () => unknown): { value: unknown } | { error: Error } {
  try {
    return { value: check() };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** One line a field: of the branches of a union only the one that says most. */
function explain(errors: readonly TLocalizedValidationError[]): FieldError[] {
  const byField = new Map<string, FieldError[]>();
  for (const error of errors) {
    for (const explained of explainOne(error)) {
      byField.set(explained.field, [...(byField.get(explained.field) ?? []), explained]);
    }
  }
  return [...byField.values()]
    .map((list) => list.toSorted((a, b) => weight(a) - weight(b))[0])
    .filter((e) => !!e);
}

const weight = (error: FieldError) => (error.code === "invalid_type" ? 1 : 0);

function explainOne(error: TLocalizedValidationError): FieldError[] {
  const at = (property: string) =>
    `${error.instancePath}/${property.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const field = error.instancePath || "/";
  switch (error.keyword) {
    case "required":
      return error.params.requiredProperties.map((name) => ({
        field: at(name),
        code: "missing_field",
        detail: `${name} is missing.`,
      }));
    case "additionalProperties":
      return error.params.additionalProperties.map((name) => ({
        field: at(name),
        code: "unknown_field",
        detail: `${name} is not a field of this request.`,
      }));
    case "type":
      return [{ field, code: "invalid_type", detail: `${name(field)} must be ${words(error.params.type)}.` }];
    case "enum":
      return [
        {
          field,
          code: "invalid_value",
          detail: `${name(field)} must be one of ${error.params.allowedValues.join(", ")}.`,
        },
      ];
    case "format":
      return [
        {
          field,
          code: formatCode(error.params.format),
          detail: `${name(field)} must be ${formatName(error.params.format)}.`,
        },
      ];
    case "boolean":
    case "anyOf":
      return [];
    default:
      return [{ field, code: "invalid_value", detail: `${name(field)} ${error.message}.` }];
  }
}

const name = (field: string) => (field === "/" ? "The body" : field.slice(1).replaceAll("/", "."));

function words(type: unknown): string {
  const names = Array.isArray(type) ? type.map(String) : [String(type)];
  return names
    .map((word) => (word === "null" ? word : `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`))
    .join(" or ");
}

function formatCode(format: string): ErrorCode {
  return format.startsWith("date") ? "invalid_date" : "invalid_value";
}

function formatName(format: string): string {
  switch (format) {
    // Whatever takes a day takes a time too.
    case "date":
      return "a day such as 2026-01-31, or a time such as 2026-01-31T08:15:00Z";
    case "date-time":
      return "a time such as 2026-01-31T08:15:00Z";
    case "uuid":
      return "a UUID";
    default:
      return `a ${format}`;
  }
}
