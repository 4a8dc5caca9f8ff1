import { AdminSessionList, AdminSignIn, WhoAmI } from "@cosmic/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { isOwnOrigin } from "../http/own-origin.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { checkSignIn } from "./admins.ts";
import { beginDeed } from "./audit.ts";
import type { Principal } from "./principal.ts";
import { adminPrincipal } from "./principal.ts";
import { everyones, known, needs, open } from "./route-access.ts";
import { beginSession, endSession, listSessions, sessionCookie } from "./sessions.ts";

const tags = ["access"];
const SESSION = `${API}/access/session/`;
const SESSIONS = `${API}/access/sessions`;

/** Signing in and out of admins, and who one is. */
export function sessionRoutes(app: Server, context: Pick<Context, "config" | "database">): void {
  const { orm } = context.database;
  const { sessionHours } = context.config.access;

  app.get(
    SESSION,
    {
      config: known(),
      schema: { tags, summary: "Who asks, and what they may", response: responses({ 200: WhoAmI }) },
    },
    (request) => toWhoAmI(principalOf(request)),
  );

  app.post(
    SESSION,
    {
      config: open(),
      preHandler: async (request) => {
        refuseOtherPages(request);
        await app.limits.signIn(request);
      },
      schema: {
        tags,
        summary: "Sign in as an admin",
        description: "The answer sets a cookie. After four wrong tries each has to wait, longer and longer.",
        body: AdminSignIn,
        response: responses({ 200: WhoAmI }),
      },
    },
    async (request, reply) => {
      const admin = await checkSignIn(orm, request.body).catch(async (error: unknown) => {
        await note(
          request,
          undefined,
          error instanceof CosmicError && error.code === "too_many_tries" ? 429 : 401,
        );
        throw error;
      });
      const session = await beginSession(orm, admin.id, sessionHours);
      const principal = adminPrincipal({ ...admin, sessionId: session.id, expiresAt: session.expiresAt });
      await note(request, principal, 200);
      setCookie(request, reply, session.token);
      return toWhoAmI(principal);
    },
  );

  app.delete(
    SESSION,
    {
      config: known(),
      schema: { tags, summary: "Sign out", response: responses({ 204: Type.Null() }) },
    },
    async (request, reply) => {
      const { sessionId } = principalOf(request);
      if (sessionId !== undefined) await endSession(orm, sessionId);
      setCookie(request, reply, undefined);
      return reply.status(204).send(null);
    },
  );

  app.get(
    `${SESSIONS}/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags,
        summary: "List the sessions of all admins, newest first",
        response: responses({ 200: AdminSessionList }),
      },
    },
    (request) => listSessions(orm, principalOf(request).sessionId),
  );

  app.delete(
    `${SESSIONS}/:id/`,
    {
      config: needs("admin", everyones, { audited: true }),
      schema: {
        tags,
        summary: "End a session",
        params: Type.Object({ id: Type.String() }),
        response: responses({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await endSession(orm, request.params.id);
      return reply.status(204).send(null);
    },
  );

  async function note(
    request: FastifyRequest,
    principal: Principal | undefined,
    status: number,
  ): Promise<void> {
    const { ip: address, id: requestId } = request;
    await beginDeed(orm, { principal, action: `POST ${SESSION}`, address, requestId, status });
  }

  function setCookie(request: FastifyRequest, reply: FastifyReply, token: string | undefined): void {
    reply.header("set-cookie", sessionCookie(token, request.protocol === "https", sessionHours));
  }
}

/** Nobody must be signed in by a page of another site, as somebody else, without noticing. */
function refuseOtherPages(request: FastifyRequest): void {
  if (isOwnOrigin(request, true)) return;
  throw new CosmicError("cross_origin", "This may only be asked by a page of the service itself.");
}

/** Of a route that only those reach who are known. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw new Error("The guard lets nobody through here who is not known.");
  return principal;
}

function toWhoAmI({ kind, id, name, scopes, userId, expiresAt }: Principal): WhoAmI {
  return {
    ...{ kind, id, name, scopes: [...scopes] },
    ...{ user_id: userId ?? null, expires_at: expiresAt?.toISOString() ?? null },
  };
}
