import { EntriesChanged, SyncAccepted, SyncRequest, SyncResult, SyncStatus } from "@cosmic/contract";
import { everyones, needs, userIn } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { pushEntries } from "./push-entries.ts";
import { syncJob } from "./run-sync.ts";
import { readState } from "./state.ts";

const tags = ["sync"];

export function syncRoutes(app: Server, context: Context): void {
  app.post(
    `${API}/sync/`,
    {
      config: needs("sync", userIn("body")),
      schema: {
        tags,
        summary: "Read the journal now",
        description: "A sync that is already waiting for the same is not queued twice.",
        body: SyncRequest,
        response: responses({ 202: SyncAccepted }),
      },
    },
    async (request, reply) => {
      const key = JSON.stringify([request.body.user_id, request.body.since, request.body.force ?? false]);
      const jobId = await context.queue.enqueue(syncJob, request.body, { key, priority: 10 });
      reply.status(202);
      return { job_id: jobId, status_url: `${API}/jobs/${jobId}/` };
    },
  );

  app.post(
    `${API}/sync/entries/`,
    {
      config: needs("sync", everyones),
      schema: {
        tags,
        summary: "Read these entries of the journal at once",
        description:
          "For whoever writes the journal: after an entry was written, changed or deleted. An id that the journal does not have is no error; its document, if there is one, is removed.",
        body: EntriesChanged,
        response: responses({ 200: SyncResult }),
      },
    },
    (request) => pushEntries(context, request.body.ids),
  );

  app.get(
    `${API}/sync/`,
    {
      config: needs("sync", everyones),
      schema: {
        tags,
        summary: "How far the journal has been read",
        response: responses({ 200: SyncStatus }),
      },
    },
    async () => {
      const state = await readState(context);
      const watermark = state.cursor?.updatedAt ?? null;
      return {
        source: context.journal.name,
        watermark: watermark?.toISOString() ?? null,
        lag_seconds: watermark ? (Date.now() - watermark.getTime()) / 1000 : null,
        last_run_at: state.lastRunAt?.toISOString() ?? null,
        last_result: state.lastResult,
        stream: state.stream,
        last_comparison: state.comparedAt
          ? { compared_at: state.comparedAt.toISOString(), result: state.comparison }
          : null,
      };
    },
  );
}
