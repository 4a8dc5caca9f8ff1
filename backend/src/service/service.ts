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
  /**
   * Asks for a path such as `/api/v1/search/`; whatever is answered is given back.
   *
   * @throws AppError `service_unavailable` if nothing is answered; the signal's reason when it aborts
   */
  ask(path: string, request?: ServiceRequest): Promise<Response>;
}

export function connectService(url: string): Service {
  return {
    url,
    async ask(path, { method = "GET", headers, body, signal, patienceMs = PATIENCE_MS } = {}) {
      const impatience = new AbortController();
      const timer = setTimeout(() => impatience.abort(), patienceMs);
      try {
        return await fetch(new URL(path, url), {
          method,
          signal: AbortSignal.any([impatience.signal, ...(signal ? [signal] : [])]),
          headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
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
