import { SearchQuery, SearchRequest, SearchResponse } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { search } from "./search.ts";

const tags = ["search"];

export function searchRoutes(app: Server, context: Context): void {
  app.post(
    `${API}/search/`,
    {
      schema: {
        tags,
        summary: "Find documents by meaning and by word",
        body: SearchRequest,
        response: responses({ 200: SearchResponse }),
      },
    },
    (request) => search(context, request.body),
  );

  app.get(
    `${API}/search/`,
    {
      schema: {
        tags,
        summary: "Find documents, from a browser",
        querystring: SearchQuery,
        response: responses({ 200: SearchResponse }),
      },
    },
    (request) => search(context, request.query),
  );
}
