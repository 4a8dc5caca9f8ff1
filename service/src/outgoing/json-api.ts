import { faultReason } from "../faults.ts";
import type { Ask } from "./ask.ts";
import { retryAfter } from "./retry-after.ts";

/** An API of others that takes and gives JSON. */
export interface JsonApi {
  /** Address that paths are put behind, without a slash at its end. */
  url: string;
  /** Sent as a bearer token, and never in any message. */
  apiKey: string | undefined;
}

/**
 * Why an API gave no answer that can be used.
 *
 * - `limited`: it takes no more for now (429)
 * - `refused`: it does not want this request, and would not want it a second time (other 4xx)
 * - `broken`: it, or the way to it, is out of order; another try may succeed
 * - `wrong`: what it answered cannot be used
 */
export class ApiFault extends Error {
  readonly kind: "limited" | "refused" | "broken" | "wrong";
  readonly status: number | undefined;
  /** The API's own word for it, such as `insufficient_quota`. */
  readonly reason: string | undefined;
  /** Seconds that it wants to be left alone for. */
  readonly retryAfter: number | undefined;

  /** @param what follows the name of the API, such as "answers with status 500" */
  constructor(
    kind: ApiFault["kind"],
    what: string,
    details: {
      status?: number | undefined;
      reason?: string | undefined;
      retryAfter?: number | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(what, { cause: details.cause });
    this.name = "ApiFault";
    this.kind = kind;
    this.status = details.status;
    this.reason = details.reason;
    this.retryAfter = details.retryAfter;
  }
}

/** Statuses below 500 that say nothing against the request. */
const PASSING = new Set([408, 425]);
/** The reason is shown and stored: only a word is taken, as a sentence may repeat the text or the key that was sent. */
const WORD = /^[A-Za-z0-9_.-]{1,60}$/;

/**
 * Posts a body and gives back what was answered.
 *
 * @param options.timeoutMs for the whole answer
 * @throws ApiFault; the signal's reason when it aborts; CosmicError `local_only`
 */
export async function postJson(
  ask: Ask,
  { url, apiKey }: JsonApi,
  path: string,
  body: unknown,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<unknown> {
  const { timeoutMs, signal } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const headers = {
    "content-type": "application/json",
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  let response: Response;
  let answer: string;
  try {
    response = await ask(url + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      // Texts and key go to the configured address and to no other.
      redirect: "error",
    });
    answer = await response.text();
  } catch (fault) {
    signal?.throwIfAborted();
    if (timeout.aborted) throw new ApiFault("broken", `does not answer within ${timeoutMs / 1000} s`);
    if (!(fault instanceof TypeError)) throw fault;
    throw new ApiFault("broken", `cannot be asked: ${faultReason(fault)}`, { cause: fault });
  }
  if (!response.ok) throw refusal(response, answer);
  const value = parsed(answer);
  if (value === undefined) throw new ApiFault("broken", "sends something else than JSON");
  return value;
}

function refusal({ status, headers }: Response, answer: string): ApiFault {
  const reason = reasonIn(parsed(answer));
  const what = `answers with status ${status}${reason === undefined ? "" : ` (${reason})`}`;
  const details = { status, reason, retryAfter: retryAfter(headers) };
  if (status === 429) return new ApiFault("limited", what, details);
  return new ApiFault(status >= 500 || PASSING.has(status) ? "broken" : "refused", what, details);
}

/** OpenAI says `{"error": {"code": …}}`. */
function reasonIn(answer: unknown): string | undefined {
  const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
  return [error.code, error.type].find((it): it is string => typeof it === "string" && WORD.test(it));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
