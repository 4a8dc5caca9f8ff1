import { RecreatedIndex } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { recreateIndex } from "./recreate-index.ts";

export function modelRoutes(app: Server, context: Context): void {
  app.post(
    `${API}/models/recreate_index/`,
    {
      schema: {
        tags: ["models"],
        summary: "Build the search index again from the documents",
        description: "Until it is full, searches find less.",
        response: responses({ 202: RecreatedIndex }),
      },
    },
    async (_request, reply) => {
      reply.status(202);
      return recreateIndex(context);
    },
  );
}
