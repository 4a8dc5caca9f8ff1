import type { ErrorCode } from "@cosmic/contract";

/**
 * A fault that the caller can do something about. It knows no HTTP: `http/error-table.ts` maps the
 * code to a status, and the command line prints `message`.
 */
export class CosmicError extends Error {
  readonly code: ErrorCode;
  /** JSON pointer to the part of the input that is wrong, such as `/documents/3/text`. */
  readonly field: string | undefined;
  /** Seconds after which the same call may succeed. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    details: { field?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = "CosmicError";
    this.code = code;
    this.field = details.field;
    this.retryAfter = details.retryAfter;
  }
}

/** True for a fault that passes by waiting: it says how long, and counts as no failure of whoever waits. */
export function isPassing(fault: unknown): boolean {
  return fault instanceof CosmicError && fault.retryAfter !== undefined;
}
