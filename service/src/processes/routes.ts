import { WorkerProcessList } from "@cosmic/contract";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { listProcesses } from "./list.ts";

export function processRoutes(app: Server, context: Pick<Context, "database">): void {
  app.get(
    `${API}/jobs/workers/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags: ["jobs"],
        summary: "Processes of the service",
        description: "Those that ended without a word are listed for a day, as not alive.",
        response: responses({ 200: WorkerProcessList }),
      },
    },
    async () => {
      const results = await listProcesses(context.database.orm);
      return { count: results.length, next: null, previous: null, results };
    },
  );
}
