import { Health } from "@cosmic/contract";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { checkHealth } from "./check.ts";
import { checkReadiness } from "./readiness.ts";

const tags = ["health"];
const Alive = Type.Object({ status: Type.Literal("ok") });

export function healthRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/health/`,
    {
      schema: {
        tags,
        summary: "Every dependency with its state",
        description: "Answers 503 when the database is down, 200 otherwise; `status` tells the rest.",
        response: { ...responses({ 200: Health }), 503: Health },
      },
    },
    async (_request, reply) => {
      const health = await checkHealth(context);
      reply.status(health.status === "failing" ? 503 : 200);
      return health;
    },
  );

  app.get(
    "/livez",
    { schema: { tags, summary: "The process runs", response: { 200: Alive } } },
    async () => ({
      status: "ok" as const,
    }),
  );

  app.get(
    "/readyz",
    {
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
