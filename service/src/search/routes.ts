import { SearchQuery, SearchRequest, SearchResponse, SimilarDocuments, SimilarQuery } from "@cosmic/contract";
import { Type } from "typebox";
import { needs, ownedBy, userIn } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { documentOwner } from "../documents/owner.ts";
import { checkId } from "../documents/read.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { admission } from "./admission.ts";
import { search } from "./search.ts";
import { similarDocuments } from "./similar.ts";

const tags = ["search"];

export function searchRoutes(app: Server, context: Context): void {
  const admit = admission(context.config.search.maxInWork);

  app.post(
    `${API}/search/`,
    {
      config: needs("search", userIn("body")),
      schema: {
        tags,
        summary: "Find documents by meaning and by word",
        body: SearchRequest,
        response: responses({ 200: SearchResponse }),
      },
    },
    (request) => admit(() => search(context, request.body)),
  );

  app.get(
    `${API}/search/`,
    {
      config: needs("search", userIn("query")),
      schema: {
        tags,
        summary: "Find documents, from a browser",
        querystring: SearchQuery,
        response: responses({ 200: SearchResponse }),
      },
    },
    (request) => admit(() => search(context, request.query)),
  );

  app.get(
    `${API}/documents/:id/similar/`,
    {
      config: needs("search", ownedBy(documentOwner(context))),
      schema: {
        tags,
        summary: "Documents of the same user that are nearest in meaning",
        params: Type.Object({ id: Type.String() }),
        querystring: SimilarQuery,
        response: responses({ 200: SimilarDocuments }),
      },
    },
    (request) => admit(() => similarDocuments(context, checkId(request.params.id), request.query.top_k)),
  );
}
