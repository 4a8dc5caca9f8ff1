import {
  ApiKey,
  ApiKeyCreate,
  ApiKeyList,
  ApiKeyRotate,
  DEFAULT_GRACE_SECONDS,
  NewApiKey,
  PageQuery,
} from "@cosmic/contract";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { createKey, listKeys, revokeKey, rotateKey } from "./keys.ts";
import { everyones, needs } from "./route-access.ts";

const tags = ["access"];
const params = Type.Object({ id: Type.String() });
const KEYS = `${API}/access/keys`;

/** Keys of programs. */
export function keyRoutes(app: Server, { access, database }: Context): void {
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
      if (request.deed) request.deed.subject = key.id;
      reply.status(201);
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
    async (request) => {
      const { id } = request.params;
      const key = await rotateKey(database.orm, id, request.body.grace_seconds ?? DEFAULT_GRACE_SECONDS);
      access.changed(id);
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
