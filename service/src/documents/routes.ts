import {
  BULK_LIMIT,
  BulkCreate,
  BulkResult,
  Document,
  DocumentCreate,
  DocumentList,
  DocumentPatch,
  DocumentQuery,
  DocumentStateList,
  DocumentStateQuery,
  RetriedDocuments,
} from "@cosmic/contract";
import { Type } from "typebox";
import { everyones, needs, ownedBy, userIn, usersOfItems } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { refuseUnstorableText } from "../http/plain-text.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { checker } from "../http/validation.ts";
import { deleteDocument, patchDocument, reindexDocument } from "./change.ts";
import { type BulkItem, createDocument, createDocuments } from "./create.ts";
import { documentOwner } from "./owner.ts";
import { checkId, getDocument, listDocuments, listStates } from "./read.ts";
import { retryFailed } from "./retry-failed.ts";

const params = Type.Object({ id: Type.String() });
const tags = ["documents"];
const checkCreate = checker(DocumentCreate);
/** They are one space of names for all users: who is bound to one could find out, or take, the names of another's. */
const SOURCE_FIELDS = ["source", "source_id"];

export function documentRoutes(app: Server, context: Context): void {
  const ofOwner = ownedBy(documentOwner(context));
  app.get(
    `${API}/documents/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "List documents",
        querystring: DocumentQuery,
        response: responses({ 200: DocumentList }),
      },
    },
    (request) => listDocuments(context, request.query, request.url),
  );

  app.get(
    `${API}/documents/states/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags,
        summary: "List documents of all users, without their words",
        description: "For operators, who need no reason for it: neither title nor text nor metadata is told.",
        querystring: DocumentStateQuery,
        response: responses({ 200: DocumentStateList }),
      },
    },
    (request) => listStates(context, request.query, request.url),
  );

  app.post(
    `${API}/documents/`,
    {
      config: needs("documents:write", userIn("body", "user_id", SOURCE_FIELDS)),
      schema: {
        tags,
        summary: "Create a document and queue its embedding",
        description:
          "The same source and source_id is written once: the second time the document is brought up to date.",
        body: DocumentCreate,
        response: responses({ 200: Document, 201: Document }),
      },
    },
    async (request, reply) => {
      const { id, created } = await createDocument(context, request.body);
      reply.status(created ? 201 : 200).header("location", `${API}/documents/${id}/`);
      return getDocument(context, id);
    },
  );

  app.post(
    `${API}/documents/bulk_create/`,
    {
      schema: {
        tags,
        summary: "Create many documents",
        body: BulkCreate,
        response: responses({ 201: BulkResult }),
      },
      // Each item is checked on its own, so that one bad text refuses none of the others.
      config: { ...needs("documents:write", usersOfItems("user_id", SOURCE_FIELDS)), itemsChecked: true },
    },
    async (request, reply) => {
      const items = Array.isArray(request.body) ? request.body : request.body.documents;
      if (items.length > BULK_LIMIT) {
        throw new CosmicError(
          "too_many_items",
          `${items.length} documents are too many; send at most ${BULK_LIMIT}.`,
          {
            field: Array.isArray(request.body) ? "/" : "/documents",
          },
        );
      }
      reply.status(201);
      return createDocuments(context, items.map(checkItem));
    },
  );

  app.post(
    `${API}/documents/retry_failed/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags,
        summary: "Embed all failed documents again",
        response: responses({ 202: RetriedDocuments }),
      },
    },
    async (_request, reply) => {
      reply.status(202);
      return retryFailed(context);
    },
  );

  app.get(
    `${API}/documents/:id/`,
    {
      config: needs("documents:read", ofOwner),
      schema: { tags, summary: "Get a document", params, response: responses({ 200: Document }) },
    },
    (request) => getDocument(context, checkId(request.params.id)),
  );

  app.patch(
    `${API}/documents/:id/`,
    {
      config: needs("documents:write", ofOwner),
      schema: {
        tags,
        summary: "Change a document",
        params,
        body: DocumentPatch,
        response: responses({ 200: Document }),
      },
    },
    (request) => patchDocument(context, checkId(request.params.id), request.body),
  );

  app.delete(
    `${API}/documents/:id/`,
    {
      config: needs("documents:write", ofOwner),
      schema: {
        tags,
        summary: "Delete a document with all that was made of it",
        params,
        response: responses({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await deleteDocument(context, checkId(request.params.id));
      return reply.status(204).send(null);
    },
  );

  app.post(
    `${API}/documents/:id/reindex/`,
    {
      config: needs("documents:write", ofOwner),
      schema: { tags, summary: "Embed a document again", params, response: responses({ 202: Document }) },
    },
    async (request, reply) => {
      reply.status(202);
      return reindexDocument(context, checkId(request.params.id));
    },
  );
}

function checkItem(item: unknown): BulkItem {
  try {
    refuseUnstorableText(item);
    return { input: checkCreate(item) };
  } catch (error) {
    if (error instanceof CosmicError) return { error };
    throw error;
  }
}
