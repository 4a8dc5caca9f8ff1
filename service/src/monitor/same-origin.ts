import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { CosmicError } from "../errors.ts";
import { isOwnOrigin } from "../http/own-origin.ts";

/**
 * Nobody signs in yet, so a page of another site that a reader has open must not reach the monitor through their
 * browser: neither by sending a form or a request, nor under a name of its own that it lets point to this machine.
 */
export async function refuseOtherOrigins(request: FastifyRequest): Promise<void> {
  if (isLoopback(request.socket.localAddress) && !isNameOfThisMachine(request.hostname.toLowerCase())) {
    throw refused("The monitor is asked for as localhost or by its IP address, not under another name.");
  }
  if (request.method !== "GET" && request.method !== "HEAD" && !fromOwnPage(request)) {
    throw refused("This is done from the monitor's own page only. Programs use the API of the service.");
  }
}

/** Browsers say where a request comes from with one header or the other; a page cannot forge either. */
function fromOwnPage({ headers }: FastifyRequest): boolean {
  const { "sec-fetch-site": site } = headers;
  if (site !== undefined && site !== "same-origin") return false;
  return isOwnOrigin(headers, site === "same-origin");
}

function isLoopback(address: string | undefined): boolean {
  return address === undefined || /^(::ffff:)?127\.|^::1$/.test(address);
}

function isNameOfThisMachine(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

const refused = (message: string) => new CosmicError("forbidden", message);
