import { type Static, Type } from "typebox";

/** What an error answer has that the app uses. The codes are open: the backend has some that the service has not. */
export const ProblemAnswer = Type.Object({
  code: Type.String(),
  detail: Type.String(),
  field: Type.Optional(Type.String()),
});
export type ProblemAnswer = Static<typeof ProblemAnswer>;

/** The backend answered, and the answer was no. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, { code, detail, field }: ProblemAnswer) {
    super(detail);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** No answer came, or one from something that is not the backend. What was asked for may have happened. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";

  constructor(cause: unknown) {
    super("The server cannot be reached at the moment.", { cause });
  }
}

export function isProblem(error: unknown, status: number): error is ApiProblem {
  return error instanceof ApiProblem && error.status === status;
}

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof Unreachable ||
    (error instanceof ApiProblem && (error.status >= 500 || error.status === 429))
  );
}
