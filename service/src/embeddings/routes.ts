import { Embedding, EmbeddingGetQuery, EmbeddingList, EmbeddingQuery } from "@cosmic/contract";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { getEmbedding, listEmbeddings } from "./read.ts";

const tags = ["embeddings"];

export function embeddingRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/embeddings/`,
    {
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
