import type { FastifyRequest, RouteOptions } from "fastify";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { isRecord } from "../http/is-record.ts";
import { isFromOtherPage, isFromOwnPage, mayChange, refuseOtherNames } from "../http/own-origin.ts";
import type { Server } from "../http/server.ts";
import { addAudit } from "./audit-hooks.ts";
import { admit, checkUser, fillUser } from "./authorise.ts";
import { readCredential } from "./credentials.ts";
import type { Principal } from "./principal.ts";
import { addRateLimits } from "./rate-limits.ts";
import type { RouteAccess } from "./route-access.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; undefined on routes for everyone. */
    principal: Principal | undefined;
  }
}

/**
 * Lets nothing through but what `authorise.ts` allows, on every route of the server, whoever adds it. To be called
 * before routes are added. A route that does not declare its access keeps the server from starting.
 */
export async function guard(
  app: Server,
  context: Pick<Context, "access" | "config" | "database" | "log">,
): Promise<void> {
  const { access, config } = context;
  const routes: RouteOptions[] = [];
  await addRateLimits(app, context);
  app.decorateRequest("principal", undefined);
  app.addHook("onRoute", (route) => void routes.push(route));
  app.addHook("onReady", async () => routes.forEach(refuseUndeclared));

  app.addHook("onRequest", async (request) => {
    const declared = accessOf(request);
    request.principal = await whoAsks(request, declared);
    await app.limits.request(request);
    admit(request.principal, declared);
    if (request.principal?.kind === "local") {
      if (!config.http.trustNetwork) refuseOtherNames(request);
      // Nobody has to show anything, and what has no body needs no permission of CORS to be sent.
      if (mayChange(request) && isFromOtherPage(request, config.http.corsOrigins)) throw crossOrigin();
    }
    // A session is in a cookie, which browsers send for any page: what changes something comes from a page of ours.
    if (request.principal?.kind === "admin" && mayChange(request) && !isFromOwnPage(request))
      throw crossOrigin();
  });

  app.addHook("preValidation", async (request) => {
    const declared = accessOf(request);
    if (request.principal && declared?.to === "scope") fillUser(request.principal, declared.whose, request);
  });

  app.addHook("preHandler", async (request) => {
    const declared = accessOf(request);
    if (request.principal && declared?.to === "scope") {
      await checkUser(request.principal, declared.whose, request);
    }
  });

  addAudit(app, context);

  async function whoAsks(
    request: FastifyRequest,
    declared: RouteAccess | undefined,
  ): Promise<Principal | undefined> {
    if (declared?.to === "everyone" && !declared.asked) return undefined;
    const asking = access.authenticate(readCredential(request.headers, request.protocol === "https"));
    // Credentials that do not hold are no worse than none, where none are needed.
    return declared?.to === "everyone" ? asking.catch(() => undefined) : asking;
  }
}

const accessOf = (request: FastifyRequest) => request.routeOptions.config.access;

const crossOrigin = () =>
  new CosmicError("cross_origin", "This may only be asked by a page of the service itself.");

function refuseUndeclared({ method, url, config, schema }: RouteOptions): void {
  const declared = config?.access;
  const name = `${String(method)} ${url}`;
  if (!declared)
    throw new Error(`${name} does not declare who may use it: config: needs(…), known() or open()`);
  if (declared.to !== "scope" || declared.whose.by === "everyone") return;
  for (const part of ["querystring", "body"] as const) {
    if (!namesUser(schema?.[part])) continue;
    const { whose } = declared;
    const isDeclared =
      whose.by === "name" && whose.field === "user_id" && whose.part === (part === "body" ? "body" : "query");
    if (!isDeclared)
      throw new Error(`${name} takes a user_id in its ${part} that its access does not declare`);
  }
}

/** Whether a schema has a property `user_id` anywhere. */
function namesUser(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(namesUser);
  if (!isRecord(schema)) return false;
  if (isRecord(schema.properties) && "user_id" in schema.properties) return true;
  return Object.values(schema).some(namesUser);
}
