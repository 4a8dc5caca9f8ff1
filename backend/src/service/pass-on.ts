import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response as ExpressResponse } from "express";
import { type Service, type ServiceRequest, serviceAway } from "./service.ts";

/** What is kept of the head of an answer. The service's own host, cookies and caching are none of the reader's business. */
const KEPT = ["content-type", "content-disposition", "retry-after"];

/**
 * Asks the service and gives its answer on as it comes, problems too. A reader who goes away ends the request; one who
 * reads slowly slows the service down.
 *
 * @throws AppError `service_unavailable`
 */
export async function passOn(
  service: Service,
  response: ExpressResponse,
  path: string,
  request: Omit<ServiceRequest, "signal"> = {},
): Promise<void> {
  // Gone before it was asked: nobody would say so any more.
  if (response.destroyed) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once("close", leave);
  try {
    const answer = await service.ask(path, { ...request, signal: gone.signal });
    const type = answer.headers.get("content-type") ?? "";
    // A service that stops, or a proxy in front of it, may answer with something that is no problem of ours.
    if (answer.status >= 500 && !type.startsWith("application/problem+json")) {
      await answer.body?.cancel();
      throw serviceAway(new Error(`The service answered ${answer.status}.`));
    }
    response.status(answer.status).set("cache-control", "no-store");
    for (const name of KEPT) {
      const value = answer.headers.get(name);
      if (value !== null) response.set(name, value);
    }
    if (answer.body) await pipeline(Readable.fromWeb(answer.body), response);
    else response.end();
  } catch (error) {
    // Nobody is there to be answered.
    if (!gone.signal.aborted) throw error;
  } finally {
    response.off("close", leave);
  }
}
