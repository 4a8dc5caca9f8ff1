import type { FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { isRecord } from "../http/is-record.ts";
import type { Server } from "../http/server.ts";
import { beginDeed, type Deed, endDeed } from "./audit.ts";
import type { RouteAccess } from "./route-access.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What is being written down of this request. */
    deed: { id: number; subject?: string } | undefined;
  }
}

const REASON = "x-access-reason";
const LONGEST_REASON = 500;

/**
 * Writes down who does what: on routes that say so, all that admins change, and whenever an admin reads texts of users,
 * for which a reason has to be given. It is written down before it is done.
 */
export function addAudit(app: Server, { database, log }: Pick<Context, "database" | "log">): void {
  app.decorateRequest("deed", undefined);

  app.addHook("preHandler", async (request) => {
    const { access } = request.routeOptions.config;
    if (!access || access.to === "everyone" || !isAudited(request, access)) return;
    const reason = reasonOf(request);
    if (isReading(request, access) && reason === undefined) {
      const message = `Say why you look at texts of users, in the header ${REASON}. It is written down.`;
      throw new CosmicError("reason_required", message);
    }
    request.deed = { id: await beginDeed(database.orm, deedOf(request, access, reason)) };
  });

  app.addHook("onResponse", async (request, reply) => {
    const { access } = request.routeOptions.config;
    const { deed } = request;
    try {
      if (deed) await endDeed(database.orm, deed.id, reply.statusCode, deed.subject);
      else if (reply.statusCode === 403 && access && access.to !== "everyone" && isAudited(request, access)) {
        await beginDeed(database.orm, { ...deedOf(request, access, undefined), status: reply.statusCode });
      }
    } catch (err) {
      log.error({ err, deed: deed?.id }, "the audit log does not say what became of a request");
    }
  });
}

type Restricted = Exclude<RouteAccess, { to: "everyone" }>;

function isAudited(request: FastifyRequest, access: Restricted): boolean {
  if (request.principal === undefined) return false;
  // While nobody is asked who they are, all that counts is who put an end to that.
  if (request.principal.kind === "local") return access.audited && isForAdmins(access);
  if (access.audited) return true;
  const changes = request.method !== "GET" && request.method !== "HEAD";
  return request.principal.kind === "admin" && (changes || isReading(request, access));
}

const isForAdmins = (access: Restricted) => access.to === "scope" && access.scopes.includes("admin");

/** Whether an admin may see texts of users by this. */
function isReading({ principal }: FastifyRequest, access: Restricted): boolean {
  if (principal?.kind !== "admin" || access.to !== "scope") return false;
  return access.scopes.some((scope) => scope === "documents:read" || scope === "search");
}

function reasonOf({ headers }: FastifyRequest): string | undefined {
  const header = headers[REASON];
  return typeof header === "string" ? header.trim().slice(0, LONGEST_REASON) || undefined : undefined;
}

function deedOf(request: FastifyRequest, access: Restricted, reason: string | undefined): Deed {
  const { principal, routeOptions, params, ip: address, id: requestId } = request;
  return {
    ...{ principal, reason, address, requestId },
    action: `${request.method} ${routeOptions.url ?? ""}`,
    subject: isRecord(params) && typeof params.id === "string" ? params.id : undefined,
    userId: namedUser(request, access),
  };
}

function namedUser({ params, query, body }: FastifyRequest, access: Restricted): string | undefined {
  if (access.to !== "scope" || access.whose.by !== "name") return undefined;
  const holder: unknown = { params, query, body }[access.whose.part];
  const user = isRecord(holder) ? holder[access.whose.field] : undefined;
  return typeof user === "string" ? user : undefined;
}
