import {
  ApiKey,
  ApiKeyCreate,
  ApiKeyList,
  ApiKeyRotate,
  DEFAULT_GRACE_SECONDS,
  NewApiKey,
  PageQuery,
  WhoAmI,
} from "@cosmic/contract";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { createKey, listKeys, revokeKey, rotateKey } from "./keys.ts";
import type { Principal } from "./principal.ts";
import { everyones, known, needs } from "./route-access.ts";

const tags = ["access"];
const params = Type.Object({ id: Type.String() });
const KEYS = `${API}/access/keys`;

export function accessRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/access/`,
    {
      config: known(),
      schema: { tags, summary: "Who asks, and what they may", response: responses({ 200: WhoAmI }) },
    },
    (request) => toWhoAmI(request.principal),
  );
  addKeys(app, context);
}

function addKeys(app: Server, { access, database }: Context): void {
  app.get(
    `${KEYS}/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags,
        summary: "List API keys, newest first",
        querystring: PageQuery,
        response: responses({ 200: ApiKeyList }),
      },
    },
    (request) => listKeys(database.orm, request.query, request.url),
  );

  app.post(
    `${KEYS}/`,
    {
      config: needs("admin", everyones, { audited: true }),
      schema: {
        tags,
        summary: "Make an API key",
        description: "From the first one on, nothing is answered without credentials.",
        body: ApiKeyCreate,
        response: responses({ 201: NewApiKey }),
      },
    },
    async (request, reply) => {
      const key = await createKey(database.orm, request.body);
      access.changed();
      reply.status(201).header("cache-control", "no-store");
      return key;
    },
  );

  app.post(
    `${KEYS}/:id/rotate/`,
    {
      config: needs("admin", everyones, { audited: true }),
      schema: {
        tags,
        summary: "Give a key a new secret",
        description: "The old one works on for a while, so that it can be replaced without an outage.",
        params,
        body: ApiKeyRotate,
        response: responses({ 200: NewApiKey }),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const key = await rotateKey(database.orm, id, request.body.grace_seconds ?? DEFAULT_GRACE_SECONDS);
      access.changed(id);
      reply.header("cache-control", "no-store");
      return key;
    },
  );

  app.delete(
    `${KEYS}/:id/`,
    {
      config: needs("admin", everyones, { audited: true }),
      schema: {
        tags,
        summary: "Revoke a key, for good",
        description: "At once in the process that answers, within a second in others.",
        params,
        response: responses({ 200: ApiKey }),
      },
    },
    async (request) => {
      const key = await revokeKey(database.orm, request.params.id);
      access.changed(request.params.id);
      return key;
    },
  );
}

function toWhoAmI(principal: Principal | undefined): WhoAmI {
  if (!principal) throw new Error("The guard lets nobody through here who is not known.");
  const { kind, id, name, scopes, userId, expiresAt } = principal;
  return {
    ...{ kind, id, name, scopes: [...scopes] },
    ...{ user_id: userId ?? null, expires_at: expiresAt?.toISOString() ?? null },
  };
}
