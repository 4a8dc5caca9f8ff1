import { setImmediate } from "node:timers/promises";
import type { JobSummary } from "@cosmic/contract";
import { and, eq, inArray } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import type { Context } from "../../context.ts";
import { erasedDocuments } from "../../db/schema.ts";
import { removeJob } from "../../embeddings/remove-from-index.ts";
import { embedJob, requestEmbedding } from "../../embeddings/request-embedding.ts";
import { CosmicError } from "../../errors.ts";
import { eraseJob } from "./request.ts";
import type { UserStore } from "./store.ts";

const PAGE = 200;
/** Seconds after which the job looks again whether a job that names the user has ended. */
const PATIENCE = 2;

interface NamingJob {
  job: JobSummary;
  /** What its list of documents holds besides those of the user. */
  others: string[];
}

/** Jobs, waiting or ended, that name the user or documents of the user. */
export const jobStore: UserStore = {
  async erase(context, user) {
    const { queue } = context;
    let running = 0;
    for await (const { job, others } of jobsNaming(context, user.id)) {
      user.signal.throwIfAborted();
      if (job.state === "waiting" && others.length > 0) await queueOthers(context, job.name, others);
      if (await queue.delete(job.id)) await user.removed({ jobs: 1 });
      else if ((await queue.get(job.id)) !== undefined) running++;
    }
    if (running === 0) return;
    const message = `${running} jobs that name the user are running; the erasure goes on when they have ended.`;
    throw new CosmicError("conflict", message, { retryAfter: PATIENCE });
  },

  async count(context, userId) {
    let found = 0;
    for await (const _ of jobsNaming(context, userId)) found++;
    return found;
  },
};

/** The erasure's own job, which names the user as its receipt does, is not among them. */
async function* jobsNaming(context: Context, userId: string): AsyncGenerator<NamingJob> {
  for (let cursor: string | undefined; ; ) {
    const page = await context.queue.list({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    const jobs = page.jobs.filter(({ name }) => name !== eraseJob.name);
    const texts = jobs.map(({ payload, result }) => [...textsIn([payload, result])]);
    const erased = await erasedAmong(context, userId, texts.flat());
    for (const [i, job] of jobs.entries()) {
      if (!texts[i]?.some((text) => text === userId || erased.has(text))) continue;
      yield { job, others: documentIds(job.payload).filter((id) => !erased.has(id)) };
    }
    // PGlite answers before anything else of the process has its turn.
    await setImmediate();
    cursor = page.cursor;
    if (cursor === undefined) return;
  }
}

async function erasedAmong(
  { database }: Context,
  userId: string,
  texts: readonly string[],
): Promise<Set<string>> {
  const ids = [...new Set(texts.filter(isUuid))];
  if (ids.length === 0) return new Set();
  const rows = await database.orm
    .select({ id: erasedDocuments.documentId })
    .from(erasedDocuments)
    .where(and(eq(erasedDocuments.userId, userId), inArray(erasedDocuments.documentId, ids)));
  return new Set(rows.map(({ id }) => id));
}

/** A job that waits for documents of several users goes on without those of the one. */
async function queueOthers(context: Context, kind: string, ids: string[]): Promise<void> {
  if (kind === embedJob.name)
    await requestEmbedding(
      context,
      ids.map((id) => ({ id })),
      "bulk",
    );
  if (kind === removeJob.name) await context.queue.enqueue(removeJob, { document_ids: ids });
}

function documentIds(payload: unknown): string[] {
  if (typeof payload !== "object" || payload === null || !("document_ids" in payload)) return [];
  return [...textsIn(payload.document_ids)];
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) yield* textsIn(part);
  }
}
