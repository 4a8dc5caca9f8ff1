import { Feedback, FeedbackCreate } from "@cosmic/contract";
import { needs, userIn } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { keepFeedback } from "./keep-feedback.ts";

export function feedbackRoutes(app: Server, context: Context): void {
  app.post(
    `${API}/search/feedback/`,
    {
      config: needs("search", userIn("body")),
      schema: {
        tags: ["search"],
        summary: "Say whether a hit answered the query",
        description: "Kept with SEARCH_FEEDBACK=true only. Fine-tuning learns from it: POST tuning/.",
        body: FeedbackCreate,
        response: responses({ 201: Feedback }),
      },
    },
    async (request, reply) => {
      reply.status(201);
      return keepFeedback(context, request.body);
    },
  );
}
