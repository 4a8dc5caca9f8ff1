import { Readable } from "node:stream";
import {
  ErasureReceipt,
  type ExportFormat,
  ExportQuery,
  UserExport,
  UserList,
  UserQuery,
} from "@cosmic/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { everyones, needs, userIn } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { readReceipt } from "./erasure/receipt.ts";
import { requestErasure } from "./erasure/request.ts";
import { writeJson } from "./export/write-json.ts";
import { writeMarkdown } from "./export/write-markdown.ts";
import { listUsers } from "./list-users.ts";

const tags = ["users"];
const params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });

const FORMATS = {
  json: { write: writeJson, type: "application/json; charset=utf-8", extension: "json" },
  markdown: { write: writeMarkdown, type: "text/markdown; charset=utf-8", extension: "md" },
} satisfies Record<ExportFormat, object>;

const EXPORTS = {
  content: { "application/json": { schema: UserExport }, "text/markdown": { schema: Type.String() } },
};

export function userRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/users/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags,
        summary: "List users who have documents, by id, with how many they have",
        querystring: UserQuery,
        response: responses({ 200: UserList }),
      },
    },
    (request) => listUsers(context.database.orm, request.query, request.url),
  );

  app.get(
    `${API}/users/:id/export/`,
    {
      config: needs("documents:read", userIn("params", "id"), { audited: true }),
      schema: {
        tags,
        summary: "All documents of a user as one file",
        description:
          "Sent while it is read, from any size. With format=markdown the answer is text/markdown: one readable text, by date.",
        params,
        querystring: ExportQuery,
        response: responses({ 200: EXPORTS }),
      },
    },
    (request, reply) => {
      const { id } = request.params;
      // Not held to the schema by its type: what is sent are pieces of it.
      const answer: FastifyReply = reply;
      const { write, type, extension } = FORMATS[request.query.format ?? "json"];
      answer
        .type(type)
        .header("content-disposition", `attachment; ${fileName(id, extension)}`)
        .header("cache-control", "no-store")
        // Read as fast as the client takes it, and no further once the client is gone.
        .send(Readable.from(write(context, id), { objectMode: false, highWaterMark: 65_536 }));
    },
  );

  app.delete(
    `${API}/users/:id/`,
    {
      config: needs("documents:write", userIn("params", "id"), { audited: true }),
      schema: {
        tags,
        summary: "Erase a user from every store",
        description:
          "From now on nothing is accepted for this id: 410 user_erased. The work goes on in the background; the receipt says how far it is, and in the end what was removed and that nothing remains. Asked again, the stores are gone through again.",
        params,
        response: responses({ 202: ErasureReceipt }),
      },
    },
    async (request, reply) => {
      reply.status(202);
      return requestErasure(context, request.params.id);
    },
  );

  app.get(
    `${API}/users/:id/erasure/`,
    {
      config: needs("documents:read", userIn("params", "id")),
      schema: {
        tags,
        summary: "The receipt of an erasure",
        params,
        response: responses({ 200: ErasureReceipt }),
      },
    },
    (request) => readReceipt(context, request.params.id),
  );
}

/** As RFC 6266 wants it: plain for old clients, and whole for others. */
function fileName(userId: string, extension: string): string {
  const plain = userId.replace(/[^\w.-]+/g, "_").slice(0, 60);
  const whole = encodeURIComponent(`journal-${userId}.${extension}`).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="journal-${plain}.${extension}"; filename*=UTF-8''${whole}`;
}
