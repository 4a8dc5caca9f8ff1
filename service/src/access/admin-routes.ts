import {
  Admin,
  AdminCreate,
  AdminList,
  AdminPassword,
  TotpBegin,
  TotpConfirm,
  TotpSecret,
} from "@cosmic/contract";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import {
  beginTotp,
  changePassword,
  confirmTotp,
  createAdmin,
  listAdmins,
  removeAdmin,
  removeTotp,
} from "./admins.ts";
import { everyones, known, needs } from "./route-access.ts";
import { principalOf } from "./session-routes.ts";

const tags = ["access"];
const params = Type.Object({ id: Type.String() });
const ADMINS = `${API}/access/admins`;

/** Accounts of admins, and what admins change of their own. */
export function adminRoutes(app: Server, context: Context): void {
  addAccounts(app, context);
  addOwn(app, context);
}

function addAccounts(app: Server, { access, database }: Context): void {
  const audited = needs("admin", everyones, { audited: true });

  app.get(
    `${ADMINS}/`,
    {
      config: needs("admin", everyones),
      schema: { tags, summary: "List the admins", response: responses({ 200: AdminList }) },
    },
    () => listAdmins(database.orm),
  );

  app.post(
    `${ADMINS}/`,
    {
      config: audited,
      schema: { tags, summary: "Make an admin", body: AdminCreate, response: responses({ 201: Admin }) },
    },
    async (request, reply) => {
      const admin = await createAdmin(database.orm, request.body);
      access.changed();
      if (request.deed) request.deed.subject = admin.id;
      reply.status(201);
      return admin;
    },
  );

  app.delete(
    `${ADMINS}/:id/`,
    {
      config: audited,
      schema: { tags, summary: "Remove an admin", params, response: responses({ 204: Type.Null() }) },
    },
    async (request, reply) => {
      await removeAdmin(database.orm, request.params.id);
      return reply.status(204).send(null);
    },
  );

  app.delete(
    `${ADMINS}/:id/totp/`,
    {
      config: audited,
      schema: {
        tags,
        summary: "Let an admin sign in without an authenticator",
        params,
        response: responses({ 200: Admin }),
      },
    },
    (request) => removeTotp(database.orm, request.params.id),
  );
}

function addOwn(app: Server, { database }: Context): void {
  app.post(
    `${API}/access/password/`,
    {
      config: known({ audited: true }),
      schema: {
        tags,
        summary: "Change one's own password; other sessions end",
        body: AdminPassword,
        response: responses({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { id, sessionId } = adminOf(request);
      await changePassword(database.orm, id, request.body, sessionId);
      return reply.status(204).send(null);
    },
  );

  app.post(
    `${API}/access/totp/`,
    {
      config: known({ audited: true }),
      schema: {
        tags,
        summary: "Begin to use an authenticator",
        body: TotpBegin,
        response: responses({ 200: TotpSecret }),
      },
    },
    (request) => beginTotp(database.orm, adminOf(request).id, request.body.password),
  );

  app.post(
    `${API}/access/totp/confirm/`,
    {
      config: known({ audited: true }),
      schema: {
        tags,
        summary: "Show a code of the authenticator; from now on signing in needs one",
        body: TotpConfirm,
        response: responses({ 200: Admin }),
      },
    },
    (request) => confirmTotp(database.orm, adminOf(request).id, request.body.code),
  );
}

/** @throws CosmicError `forbidden` for keys and tokens */
function adminOf(request: FastifyRequest): { id: string; sessionId: string | undefined } {
  const { kind, id, sessionId } = principalOf(request);
  if (kind === "admin" && id !== null) return { id, sessionId };
  throw new CosmicError("forbidden", "This is for admins who signed in.");
}
