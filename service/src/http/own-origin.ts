import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { CosmicError } from "../errors.ts";
import { isLoopback } from "./loopback.ts";

/**
 * Whether the page that a browser sends this for lies on the host that it is sent to. Programs name no page, and pass
 * only where `otherwise` says so. Compared without the scheme, which a proxy in front may change.
 */
export function isOwnOrigin({ headers, host }: FastifyRequest, otherwise: boolean): boolean {
  const { origin } = headers;
  if (origin === undefined) return otherwise;
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/**
 * Whether a browser sends this for a page of ours, and nobody else does. Browsers say where a request comes from with one
 * header or the other; a page cannot forge either.
 */
export function isFromOwnPage(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  return isOwnOrigin(request, site === "same-origin");
}

/** Whether this may change something: all that is more than reading. */
export const mayChange = ({ method }: FastifyRequest): boolean => method !== "GET" && method !== "HEAD";

/**
 * Whether a browser sends this for a page of another site. Programs, which name no page, are none. A browser that names
 * the site needs no look at the origin, which a proxy in front may no longer match.
 */
export function isFromOtherPage(request: FastifyRequest, allowedOrigins: readonly string[]): boolean {
  const { origin, "sec-fetch-site": site } = request.headers;
  if (origin !== undefined && allowedOrigins.includes(origin)) return false;
  return site === undefined ? !isOwnOrigin(request, true) : site !== "same-origin" && site !== "none";
}

/**
 * Where nobody is asked who they are, a page of another site must not reach the service under a name of its own that it
 * lets point to this machine (DNS rebinding).
 *
 * @throws CosmicError `forbidden`
 */
export function refuseOtherNames({ socket, hostname }: FastifyRequest): void {
  const name = hostname.toLowerCase();
  if (!isLoopback(socket.localAddress ?? "localhost") || isNameOfThisMachine(name)) return;
  const message =
    "Without access control this is asked for as localhost or by its IP address, not under another name. Make a key first: cosmic keys create.";
  throw new CosmicError("forbidden", message);
}

function isNameOfThisMachine(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}
