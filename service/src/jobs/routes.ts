import { JobList, JobQuery, JobSummary } from "@cosmic/contract";
import { Type } from "typebox";
import { everyones, needs, type Owner, ownedBy } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { isRecord } from "../http/is-record.ts";
import { withCursor } from "../http/page.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";

const tags = ["jobs"];
const params = Type.Object({ id: Type.String() });

export function jobRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/jobs/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags,
        summary: "List jobs, newest first",
        querystring: JobQuery,
        response: responses({ 200: JobList }),
      },
    },
    async (request) => {
      const { jobs, cursor, count } = await context.queue.list({
        ...request.query,
        limit: request.query.limit ?? 50,
      });
      return { count, next: cursor ? withCursor(request.url, cursor) : null, previous: null, results: jobs };
    },
  );

  app.get(
    `${API}/jobs/:id/`,
    {
      // Who may sync is told to look here for how it went.
      config: needs(["sync", "admin"], ownedBy(jobOwner(context))),
      schema: {
        tags,
        summary: "Get a job with its progress",
        params,
        response: responses({ 200: JobSummary }),
      },
    },
    (request) => find(context, request.params.id),
  );

  app.post(
    `${API}/jobs/:id/cancel/`,
    {
      config: needs("admin", everyones),
      schema: { tags, summary: "Cancel a job", params, response: responses({ 202: JobSummary }) },
    },
    async (request, reply) => {
      const { id } = await find(context, request.params.id);
      if (!(await context.queue.cancel(id)))
        throw new CosmicError("job_already_ended", `Job ${id} has already ended.`);
      reply.status(202);
      return told(context, id);
    },
  );

  app.post(
    `${API}/jobs/:id/retry/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags,
        summary: "Run a failed or cancelled job again",
        params,
        response: responses({ 202: JobSummary }),
      },
    },
    async (request, reply) => {
      const { id, state } = await find(context, request.params.id);
      if (!(await context.queue.retry(id))) {
        throw new CosmicError(
          "conflict",
          `Job ${id} is ${state}; only a failed or cancelled job runs again.`,
        );
      }
      reply.status(202);
      return told(context, id);
    },
  );
}

/** The job as it is now, of which those are told who follow it. */
async function told(context: Context, id: string): Promise<JobSummary> {
  const job = await find(context, id);
  context.tellJobNews(job);
  return job;
}

async function find({ queue }: Context, id: string): Promise<JobSummary> {
  const job = await queue.get(id);
  if (!job) throw notFound(id);
  return job;
}

/** A job is of the user that it is for; most are for nobody alone. */
function jobOwner({ queue }: Context): Owner {
  return {
    async find(id) {
      const payload = (await queue.get(id))?.payload;
      return isRecord(payload) && typeof payload.user_id === "string" ? payload.user_id : undefined;
    },
    missing: notFound,
  };
}

function notFound(id: string): CosmicError {
  return new CosmicError("job_not_found", `There is no job ${id}.`);
}
