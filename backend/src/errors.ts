import type { AppErrorCode } from "@cosmic/contract/app";

/** A fault that the caller can do something about. It knows no HTTP: `http/error-table.ts` maps the code to a status. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  /** JSON pointer to the part of the input that is wrong, such as `/email`. */
  readonly field: string | undefined;
  /** Seconds after which the same call may succeed. */
  readonly retryAfter: number | undefined;

  constructor(
    code: AppErrorCode,
    message: string,
    details: { field?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = "AppError";
    this.code = code;
    this.field = details.field;
    this.retryAfter = details.retryAfter;
  }
}
