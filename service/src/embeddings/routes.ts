import { Embedding, EmbeddingGetQuery, EmbeddingList, EmbeddingQuery } from "@cosmic/contract";
import { Type } from "typebox";
import { needs, ownedBy } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { documentOwner } from "../documents/owner.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { embeddingOwner, getEmbedding, listEmbeddings } from "./read.ts";

const tags = ["embeddings"];

export function embeddingRoutes(app: Server, context: Context): void {
  const ofDocument = documentOwner(context);
  app.get(
    `${API}/embeddings/`,
    {
      config: needs("documents:read", ownedBy(ofDocument, "query", "document_id")),
      schema: {
        tags,
        summary: "List embeddings",
        querystring: EmbeddingQuery,
        response: responses({ 200: EmbeddingList }),
      },
    },
    (request) => listEmbeddings(context, request.query, request.url),
  );

  app.get(
    `${API}/embeddings/:id/`,
    {
      config: needs("documents:read", ownedBy(embeddingOwner(ofDocument))),
      schema: {
        tags,
        summary: "Get an embedding",
        params: Type.Object({ id: Type.String() }),
        querystring: EmbeddingGetQuery,
        response: responses({ 200: Embedding }),
      },
    },
    (request) => getEmbedding(context, request.params.id, request.query.include),
  );
}
