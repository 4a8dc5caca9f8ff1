import { randomUUID } from "node:crypto";
import { APP_ERROR_CODES, type AppErrorCode, type AppProblem } from "@cosmic/contract/app";
import type { ErrorRequestHandler, RequestHandler } from "express";
import type { CosmicError } from "../../../service/src/errors.ts";
import { toCosmicError } from "../../../service/src/faults.ts";
import { InvalidInput } from "../../../service/src/http/validation.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { STATUS_OF } from "./error-table.ts";

const RETRY_AFTER_SECONDS = 5;

export const nothingHere: RequestHandler = (request) => {
  throw new AppError("not_found", `There is nothing at ${request.method} ${request.path}.`);
};

/** The one error handler: every fault becomes `application/problem+json` with a stable code. */
export function problemSender(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const fault = known(error);
    const status = STATUS_OF[fault.code];
    const requestId = randomUUID();
    if (status >= 500) log.error({ err: error, request_id: requestId }, "request failed");
    // Too late for an answer: Express cuts the connection, so that half an answer is not taken for a whole one.
    if (response.headersSent) return next(error);
    const retryAfter = fault.retryAfter ?? (status === 503 ? RETRY_AFTER_SECONDS : undefined);
    if (retryAfter !== undefined) response.set("retry-after", String(retryAfter));
    const problem: AppProblem = {
      type: `urn:cosmic-insights:problem:${fault.code}`,
      title: fault.code.replaceAll("_", " "),
      status,
      code: fault.code,
      detail: fault.message,
      request_id: requestId,
      ...(fault.field === undefined ? {} : { field: fault.field }),
      ...(error instanceof InvalidInput ? { errors: [...error.errors] } : {}),
    };
    response
      .status(status)
      .set("cache-control", "no-store")
      .type("application/problem+json")
      .send(JSON.stringify(problem));
  };
}

function known(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const type = error instanceof Error && "type" in error ? String(error.type) : "";
  const input = PARSER_FAULTS[type];
  if (input) return new AppError(input.code, input.detail);
  if (error instanceof Error && "status" in error && Number(error.status) < 500)
    return new AppError("bad_request", "The request is malformed.");
  return ofService(toCosmicError(error));
}

/** The backend keeps its own data where the service keeps its own, and checks input as the service does. */
function ofService(fault: CosmicError): AppError {
  const details = {
    cause: fault,
    ...(fault.field === undefined ? {} : { field: fault.field }),
    ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }),
  };
  if (fault.code === "database_unavailable")
    return new AppError("journal_unavailable", fault.message, details);
  const code: AppErrorCode | undefined = APP_ERROR_CODES.find((it) => it === fault.code);
  return code
    ? new AppError(code, fault.message, details)
    : new AppError(
        "internal",
        "Something went wrong here. The log has the details under the request id.",
        details,
      );
}

/** What Express says of a body that it cannot read. */
const PARSER_FAULTS: Partial<Record<string, { code: AppErrorCode; detail: string }>> = {
  "entity.parse.failed": { code: "bad_json", detail: "The body is not JSON." },
  "entity.too.large": { code: "body_too_large", detail: "The body is too large." },
  "encoding.unsupported": { code: "unsupported_media_type", detail: "Send the body uncompressed." },
  "charset.unsupported": { code: "unsupported_media_type", detail: "Send JSON in UTF-8." },
};
