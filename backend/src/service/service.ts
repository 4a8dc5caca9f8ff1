import { AppError } from "../errors.ts";

/** How long the service may take to begin its answer, unless the caller says otherwise. */
const PATIENCE_MS = 60_000;

export interface ServiceRequest {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Ends the request. */
  signal?: AbortSignal;
  /** Milliseconds until the answer begins. */
  patienceMs?: number;
}

/** The service that embeds and searches. */
export interface Service {
  /** Such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** What every request shows; for connections that are not made by `ask`. */
  readonly credentials: Record<string, string>;
  /**
   * Asks for a path such as `/api/v1/search/`; whatever is answered is given back.
   *
   * @throws AppError `service_unavailable` if nothing is answered, or the key is refused; the signal's reason when it aborts
   */
  ask(path: string, request?: ServiceRequest): Promise<Response>;
}

/** @param key an API key; none where the service does not ask who is there */
export function connectService(url: string, key?: string): Service {
  const credentials: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return {
    url,
    credentials,
    async ask(path, { method = "GET", headers, body, signal, patienceMs = PATIENCE_MS } = {}) {
      const impatience = new AbortController();
      const timer = setTimeout(() => impatience.abort(), patienceMs);
      try {
        const answer = await fetch(new URL(path, url), {
          method,
          signal: AbortSignal.any([impatience.signal, ...(signal ? [signal] : [])]),
          headers: {
            ...credentials,
            ...headers,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        // Not the fault of whoever signed in here, who must not be told to sign in again.
        if (answer.status !== 401 && answer.status !== 403) return answer;
        await answer.body?.cancel();
        throw new Error(
          `The service answered ${answer.status}. Is SERVICE_API_KEY right, and has it the scopes?`,
        );
      } catch (cause) {
        signal?.throwIfAborted();
        throw serviceAway(cause);
      } finally {
        // Of the answer only the beginning is waited for so long: an export may take its time.
        clearTimeout(timer);
      }
    },
  };
}

export function serviceAway(cause?: unknown): AppError {
  const message = "Search and insights are away for the moment. What you write is kept.";
  return new AppError("service_unavailable", message, { cause });
}
