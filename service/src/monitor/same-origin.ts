import type { FastifyRequest } from "fastify";
import { CosmicError } from "../errors.ts";
import { isFromOwnPage, mayChange } from "../http/own-origin.ts";

/** A page of another site that a reader has open must not change anything here through their browser. */
export async function refuseOtherOrigins(request: FastifyRequest): Promise<void> {
  if (!mayChange(request) || isFromOwnPage(request)) return;
  const message = "This is done from the monitor's own page only. Programs use the API of the service.";
  throw new CosmicError("forbidden", message);
}
