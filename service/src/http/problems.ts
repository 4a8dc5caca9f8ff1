import type { ErrorCode, Problem } from "@cosmic/contract";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { CosmicError } from "../errors.ts";
import { toCosmicError } from "../faults.ts";
import { STATUS_OF } from "./error-table.ts";
import { InvalidInput } from "./validation.ts";

/** The one error handler: every fault becomes `application/problem+json` with a stable code. */
export function sendProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const { fault, status } = understand(error, request, reply);
  const problem: Problem = {
    type: `urn:cosmic-insights:problem:${fault.code}`,
    title: fault.code.replaceAll("_", " "),
    status,
    code: fault.code,
    detail: fault.message,
    request_id: request.id,
    ...(fault.field === undefined ? {} : { field: fault.field }),
    ...(fault instanceof InvalidInput ? { errors: [...fault.errors] } : {}),
  };
  return reply.status(status).type("application/problem+json").serializer(JSON.stringify).send(problem);
}

/** What a fault is to the caller, in whatever form it is told. Logs it and sets the headers that are due. */
export function understand(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const fault = known(error);
  const status = STATUS_OF[fault.code];
  if (status >= 500) request.log.error({ err: error }, "request failed");
  if (fault.retryAfter !== undefined) reply.header("retry-after", fault.retryAfter);
  else if (status === 503) reply.header("retry-after", 5);
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="Cosmic Insights"');
  return { fault, status };
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply) {
  const path = request.url.split("?")[0];
  return sendProblem(
    new CosmicError("not_found", `There is nothing at ${request.method} ${path}.`),
    request,
    reply,
  );
}

/** Percent signs that are followed by no character of UTF-8, or a part that no id is as long as. */
export function sendBadAddress(request: FastifyRequest, reply: FastifyReply) {
  return sendProblem(new CosmicError("bad_request", "The address is not a valid one."), request, reply);
}

function known(error: FastifyError | Error): CosmicError {
  if (error instanceof CosmicError) return error;
  const code = "code" in error ? String(error.code) : "";
  const input = FASTIFY_CODES[code];
  if (input) return new CosmicError(input.code, input.detail);
  if ("statusCode" in error && Number(error.statusCode) < 500)
    return new CosmicError("bad_request", error.message);
  return toCosmicError(error);
}

const FASTIFY_CODES: Partial<Record<string, { code: ErrorCode; detail: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: "bad_json", detail: "The body is not JSON." },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: "bad_json", detail: "The body is empty; it must be JSON." },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: "body_too_large", detail: "The body is too large." },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "unsupported_media_type",
    detail: "Send JSON, with the header Content-Type: application/json.",
  },
};
