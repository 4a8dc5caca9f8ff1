import { Health, HealthState } from "@cosmic/contract";
import { Type } from "typebox";
import { open } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { checkHealth } from "./check.ts";
import { checkReadiness } from "./readiness.ts";

const tags = ["health"];
/** As load balancers know it (draft-inadarei-api-health-check). */
const SHORT = "application/health+json";
const answers = {
  content: { "application/json": { schema: Health }, [SHORT]: { schema: HealthState } },
};
const Alive = Type.Object({ status: Type.Literal("ok") });

export function healthRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/health/`,
    {
      config: open({ asked: true }),
      schema: {
        tags,
        summary: "Every dependency with its state",
        description:
          "Answers 503 when the database is down, 200 otherwise; `status` tells the rest. Where callers have to show who they are, others are told nothing else.",
        response: { ...responses({}), 200: answers, 503: answers },
      },
    },
    async (request, reply) => {
      const health = await checkHealth(context);
      reply.status(health.status === "failing" ? 503 : 200);
      const { principal } = request;
      // Counts over all users are not for those who are bound to one.
      if (principal && principal.userId === undefined) return health;
      return reply.type(SHORT).send({ status: health.status });
    },
  );

  app.get(
    "/livez",
    { config: open(), schema: { tags, summary: "The process runs", response: responses({ 200: Alive }) } },
    async () => ({
      status: "ok" as const,
    }),
  );

  app.get(
    "/readyz",
    {
      config: open(),
      schema: {
        tags,
        summary: "This process can do its work",
        description: "Depends only on what its roles need.",
        response: responses({ 200: Alive }),
      },
    },
    async () => {
      await checkReadiness(context);
      return { status: "ok" as const };
    },
  );
}
