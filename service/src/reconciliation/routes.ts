import { SyncAccepted } from "@cosmic/contract";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { reconcileJob } from "./reconcile.ts";

export function reconciliationRoutes(app: Server, { queue }: Context): void {
  app.post(
    `${API}/models/reconcile/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags: ["models"],
        summary: "Compare the rows with the search index and mend what differs",
        description: "Happens by itself once a day. `health/` shows the last report.",
        response: responses({ 202: SyncAccepted }),
      },
    },
    async (_request, reply) => {
      const jobId = await queue.enqueue(reconcileJob, {}, { key: "reconcile" });
      reply.status(202);
      return { job_id: jobId, status_url: `${API}/jobs/${jobId}/` };
    },
  );
}
