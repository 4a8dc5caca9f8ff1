import { randomUUID } from "node:crypto";
import type { JobState, JobSummary } from "@cosmic/contract";
import { type TSchema, Type } from "typebox";
import type { JobDefinition, Queue } from "../../src/ports/queue/queue.ts";

/** What the tests of the contract work with. */
export interface QueueBench {
  /** Opens a queue on the store under test, as another process would. It is closed after the test. */
  open(): Promise<Queue>;
  /** Waits until the job is in this state. */
  reach(queue: Queue, id: string, state: JobState): Promise<JobSummary>;
  /** Whether several queues may be open at once. */
  shared(): boolean;
}

export const Numbered = Type.Object({ n: Type.Integer() }, { additionalProperties: false });
export const WAIT = { timeout: 15_000, interval: 20 };

/** A kind of job that no other test has. */
export function kind<P extends TSchema = typeof Numbered>(overrides: Partial<JobDefinition<P>> = {}) {
  return {
    name: `kind-${randomUUID()}`,
    payload: Numbered,
    attempts: 3,
    backoffSeconds: 0.05,
    maxBackoffSeconds: 0.2,
    timeoutSeconds: 60,
    concurrency: 1,
    ...overrides,
  };
}
