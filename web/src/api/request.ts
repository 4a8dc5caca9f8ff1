import type { Static, TSchema } from "typebox";
import { Check } from "typebox/value";
import { ApiProblem, ProblemAnswer, Unreachable } from "./problem.ts";

export interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  query?: Record<string, string | number | undefined>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Asks the backend, and gives its answer once it fits the schema.
 *
 * @throws ApiProblem if the answer is an error; Unreachable if there is none; the reason of the signal
 */
export async function request<S extends TSchema>(
  schema: S,
  path: string,
  options: RequestOptions = {},
): Promise<Static<S>> {
  const answer = await send(path, options);
  const body = await readJson(answer);
  if (Check(schema, body)) return body;
  throw new ApiProblem(502, {
    code: "unexpected_answer",
    detail: "The answer was not understood. Reload the page; the app may be older than its server.",
  });
}

/** The same for requests whose answer is empty. */
export async function command(path: string, options: RequestOptions): Promise<void> {
  await send(path, options);
}

/** The address of the next page is one of the backend, which need not be the one that this page came from. */
export function cursorOf(next: string | null): string | undefined {
  if (next === null) return undefined;
  return new URL(next, location.href).searchParams.get("cursor") ?? undefined;
}

async function send(path: string, { method = "GET", body, query, headers, signal }: RequestOptions) {
  const init: RequestInit = {
    method,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
  let answer: Response;
  try {
    answer = await fetch(addressOf(path, query), init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(error);
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

function addressOf(path: string, query: RequestOptions["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size > 0 ? `/api${path}?${parameters}` : `/api${path}`;
}

/** A proxy in between answers with a page of its own while the backend is away. */
async function problemOf(answer: Response): Promise<ApiProblem | Unreachable> {
  const body = await readJson(answer).catch(() => undefined);
  if (Check(ProblemAnswer, body)) return new ApiProblem(answer.status, body);
  return answer.status >= 500
    ? new Unreachable(`status ${answer.status}`)
    : new ApiProblem(answer.status, {
        code: "refused",
        detail: `The request was refused (${answer.status}).`,
      });
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return answer.status === 204 ? null : await answer.json();
  } catch (error) {
    throw new Unreachable(error);
  }
}
