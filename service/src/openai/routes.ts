import { OpenAiEmbeddingRequest, OpenAiEmbeddings, OpenAiError } from "@cosmic/contract";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import type { Server } from "../http/server.ts";
import { createEmbeddings } from "./create-embeddings.ts";
import { sendOpenAiError } from "./errors.ts";

/** For programs that are written for OpenAI's API: `base_url` is `http://…:8000/v1`. */
export function openAiRoutes(app: Server, context: Context): void {
  app.post(
    "/v1/embeddings",
    {
      errorHandler: sendOpenAiError,
      config: needs("search", everyones),
      schema: {
        tags: ["embeddings"],
        summary: "Embed texts as OpenAI's API does, with the active model",
        body: OpenAiEmbeddingRequest,
        response: { 200: OpenAiEmbeddings, "4xx": OpenAiError, "5xx": OpenAiError },
      },
    },
    async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once("close", () => gone.abort(new Error("the client is gone")));
      return createEmbeddings(context, request.body, gone.signal);
    },
  );
}
