import type { Problem } from "@cosmic/contract";

/** A command cannot go on; the message says what to do. */
export class CommandError extends Error {
  readonly exitCode: number = 1;

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "CommandError";
  }
}

/** The options do not go together. */
export class UsageError extends CommandError {
  override readonly exitCode = 2;
}

/** The service refused a request. */
export class RefusedRequest extends CommandError {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(describe(problem));
    this.name = "RefusedRequest";
    this.problem = problem;
  }
}

function describe({ detail, field, errors = [] }: Problem): string {
  if (errors.length > 1) return errors.map((error) => at(error.detail, error.field)).join("\n");
  return at(detail, field);
}

function at(detail: string, field: string | undefined): string {
  return field === undefined || field === "/" ? detail : `${detail} (${field})`;
}
