import type { OpenAiError } from "@cosmic/contract";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { understand } from "../http/problems.ts";

/** Any fault in the form that clients of OpenAI's API read; the code is the service's own (`docs/errors.md`). */
export function sendOpenAiError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const { fault, status } = understand(error, request, reply);
  const body: OpenAiError = {
    error: {
      message: fault.message,
      type: typeOf(status),
      param: fault.field?.slice(1).replaceAll("/", ".") || null,
      code: fault.code,
    },
  };
  return reply.status(status).type("application/json").send(body);
}

function typeOf(status: number): string {
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}
