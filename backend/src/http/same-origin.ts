import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { AppError } from "../errors.ts";

/** Whether what a proxy says of a request is believed, by the address that it came from. */
export type TrustsProxy = (address: string) => boolean;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site makes a browser send with our cookie: every request that may change something has to come
 * from a page of this origin, and its body has to be JSON, which no form can send.
 */
export function refuseOtherOrigins(trustsProxy: TrustsProxy): RequestHandler {
  return (request, _response, next) => {
    if (SAFE_METHODS.has(request.method)) return next();
    if (!isSameOrigin(request, trustsProxy)) {
      throw new AppError("cross_origin", "This may only be asked by a page of the application itself.");
    }
    if (hasBody(request) && !request.is("application/json")) {
      const message = "Send JSON, with the header Content-Type: application/json.";
      throw new AppError("unsupported_media_type", message);
    }
    next();
  };
}

/** Programs that are no browser send neither header; they have no cookie of a user who did not give it to them. */
export function isSameOrigin(request: IncomingMessage, trustsProxy: TrustsProxy): boolean {
  const { origin, "sec-fetch-site": site } = request.headers;
  if (site !== undefined) return site === "same-origin" || site === "none";
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === hostOf(request, trustsProxy);
}

function hostOf(request: IncomingMessage, trustsProxy: TrustsProxy): string | undefined {
  const forwarded = request.headers["x-forwarded-host"];
  const believed = typeof forwarded === "string" && trustsProxy(request.socket.remoteAddress ?? "");
  return (believed ? forwarded.split(",")[0]?.trim() : request.headers.host)?.toLowerCase();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
