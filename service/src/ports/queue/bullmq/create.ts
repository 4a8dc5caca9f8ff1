import type { Static, TSchema } from "typebox";
import { v7, validate } from "uuid";
import { atMost } from "../../../at-most.ts";
import { CosmicError } from "../../../errors.ts";
import type { ReportFault } from "../../../faults.ts";
import type { TellJobNews } from "../job-news.ts";
import { createPayloadCheck } from "../payload-check.ts";
import type { EnqueueOptions, JobDefinition, Queue } from "../queue.ts";
import type { FollowRuns } from "../run.ts";
import { refuseUnstorable } from "../stored-text.ts";
import { createAdditions } from "./additions.ts";
import type { BullMqConfig } from "./config.ts";
import { openConnections } from "./connections.ts";
import { withoutCommand } from "./faults.ts";
import { createJobKeys } from "./job-keys.ts";
import { listJobs } from "./list-jobs.ts";
import { createSchedules } from "./schedules.ts";
import { startTending } from "./tending.ts";
import { type KindWorker, startWorker, type WorkerTiming } from "./worker.ts";

/**
 * Most jobs that are on their way to Redis at once. Of thousands sent together, the last would wait longer for their
 * answers than a server may take that works.
 */
const MOST_ADDED_AT_ONCE = 200;

export interface BullMqOptions {
  /** Ends the waiting for a server that does not answer yet. */
  signal?: AbortSignal;
  /** Told of what runs in this process. */
  tell?: TellJobNews | undefined;
  follow?: FollowRuns | undefined;
  timing?: Partial<WorkerTiming & { tendMs: number }>;
}

/**
 * A queue in Redis, on BullMQ, for workers on many machines. Waits for a server that does not answer yet.
 *
 * @throws CosmicError `invalid_configuration` for a server that is too old or refuses us
 */
export async function createBullMqQueue(
  { url, prefix }: BullMqConfig,
  tell: ReportFault,
  options: BullMqOptions = {},
): Promise<Queue> {
  const report: ReportFault = (level, message, cause) => tell(level, message, withoutCommand(cause));
  const timing = { lockMs: 20_000, stalledMs: 10_000, ...options.timing };
  const connections = await openConnections(url, report, options.signal);
  const { reach } = connections;
  const keys = createJobKeys(connections.prompt, prefix);
  const payloads = createPayloadCheck();
  const workers = new Map<string, KindWorker>();
  /** Kinds that this process knows, with their tries. */
  const kinds = new Map<string, number>();
  const additions = createAdditions(connections, keys, prefix);
  const schedules = createSchedules(connections, report);
  const tending = startTending(connections, keys, kinds, report, timing.tendMs);
  const inTurn = atMost(MOST_ADDED_AT_ONCE);
  let closing: Promise<void> | undefined;

  return {
    enqueue: (job, payload, enqueueOptions = {}) => add(job, payload, v7(), enqueueOptions),

    async work(job, handler) {
      refuseIfClosing();
      if (workers.has(job.name)) throw new Error(`Jobs of ${job.name} have a handler already.`);
      const dependencies = {
        connections,
        prefix,
        payloads,
        report,
        tell: options.tell,
        follow: options.follow,
        timing,
      };
      // Works without Redis: the connection of the workers waits for it.
      if (workers.size === 0) connections.listen(keys.channel, cancelled);
      workers.set(job.name, startWorker(job, handler, dependencies));
      await know(job).catch(() => {});
    },

    async schedule(job, cron, payload) {
      refuseIfClosing();
      payloads.parse(job, payload);
      schedules.start(job.name, cron, (id) => add(job, payload, id, { key: `cron ${cron}` }));
      await know(job).catch(() => {});
    },

    async get(jobId) {
      if (!validate(jobId)) return undefined;
      return reach(async () => {
        const [job] = await keys.read((await allKinds()).map((kind) => ({ kind, id: jobId })));
        return job;
      });
    },

    async list(filter) {
      if (filter.cursor !== undefined && !validate(filter.cursor)) {
        throw new CosmicError("invalid_cursor", "The cursor is not one that a list of jobs returned.");
      }
      return reach(async () => listJobs(keys, await allKinds(), filter));
    },

    async cancel(jobId) {
      if (!validate(jobId)) return false;
      const name = await reach(async () => keys.cancel(await allKinds(), jobId));
      if (name !== undefined) cancelled(jobId);
      return name !== undefined;
    },

    async retry(jobId) {
      if (!validate(jobId)) return false;
      return (await reach(async () => keys.retry(await allKinds(), jobId))) !== undefined;
    },

    async delete(jobId) {
      return validate(jobId) && reach(async () => keys.delete(await allKinds(), jobId));
    },

    describe: () => reach(async () => keys.describe((await allKinds()).sort())),

    close(closeOptions = {}) {
      closing ??= close(closeOptions.graceMs ?? 0);
      return closing;
    },
  };

  function cancelled(jobId: string): void {
    for (const worker of workers.values()) worker.cancelled(jobId);
  }

  async function add<P extends TSchema>(
    job: JobDefinition<P>,
    payload: Static<P>,
    id: string,
    enqueueOptions: EnqueueOptions,
  ): Promise<string> {
    refuseIfClosing();
    const data = payloads.parse(job, payload);
    refuseUnstorable({ data, key: enqueueOptions.key });
    const carried = options.follow?.carried();
    return inTurn(() =>
      reach(async () => {
        await know(job);
        return additions.add(job, id, data, { ...enqueueOptions, carried });
      }),
    );
  }

  /** Makes the kind known to every process, once; from then on it is seen to. */
  async function know({ name, attempts }: JobDefinition): Promise<void> {
    if (kinds.get(name) === attempts) return;
    kinds.set(name, attempts);
    await keys.addKinds(new Map([[name, attempts]]));
  }

  /** Those of other processes too. */
  async function allKinds(): Promise<string[]> {
    return [...new Set([...(await keys.kinds()), ...kinds.keys()])];
  }

  function refuseIfClosing(): void {
    if (closing) throw new CosmicError("stopping", "The queue is closing.");
  }

  async function close(graceMs: number): Promise<void> {
    schedules.stop();
    tending.stop();
    await Promise.all([...workers.values()].map((worker) => worker.drain(graceMs)));
    await additions.close();
    connections.close();
  }
}
