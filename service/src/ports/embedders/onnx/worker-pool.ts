import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CosmicError } from "../../../errors.ts";
import { type EmbedderTotals, noTotals } from "../embedder.ts";
import type { BatchQueue, Pending } from "./batch-queue.ts";
import type { Pace } from "./pace.ts";
import { STOP, type WorkerReply, type WorkerSetup } from "./protocol.ts";

/** One worker thread with one single-threaded session, and the batch it is busy with. */
interface Slot {
  worker: Worker;
  batch: Pending[] | undefined;
  /** When the batch was sent. */
  since: number;
}

/**
 * Runs batches on worker threads, one batch a thread at a time. `session.run` blocks the thread it is on,
 * hence threads; one thread a session, because two small batches side by side are faster than one batch
 * spread over two threads.
 */
export class WorkerPool {
  readonly #setup: WorkerSetup;
  readonly #queue: BatchQueue;
  readonly #pace: Pace;
  readonly #slots: Slot[] = [];
  #closed = false;
  #growing = Promise.resolve();
  #dimension = 0;
  readonly #done = noTotals();

  private constructor(setup: WorkerSetup, queue: BatchQueue, pace: Pace) {
    this.#setup = setup;
    this.#queue = queue;
    this.#pace = pace;
  }

  /**
   * Resolves when one worker is ready; the others follow. Loading the model takes a core each, and at a start there
   * is other work for the cores.
   */
  static async start(
    setup: WorkerSetup,
    queue: BatchQueue,
    pace: Pace,
    workers: number,
  ): Promise<WorkerPool> {
    const pool = new WorkerPool(setup, queue, pace);
    await pool.#addWorker();
    pool.#growing = pool.#addWorkers(workers - 1);
    return pool;
  }

  /** Resolves when all workers are ready, or could not be started: one is enough to go on. */
  get grown(): Promise<void> {
    return this.#growing;
  }

  get workers(): number {
    return this.#slots.length;
  }

  get done(): EmbedderTotals {
    return structuredClone(this.#done);
  }

  /** Components of a vector, as the model gives them. */
  get dimension(): number {
    return this.#dimension;
  }

  /** Gives waiting work to every worker that has none. */
  dispatch(): void {
    if (this.#closed) return;
    for (const slot of this.#slots) {
      if (slot.batch) continue;
      const batch = this.#queue.take();
      if (batch.length === 0) return;
      slot.batch = batch;
      slot.since = performance.now();
      this.#countWaits(batch, slot.since);
      slot.worker.postMessage(request(batch));
    }
  }

  /** Lets every worker end its batch: one that is torn out of a run takes the whole process with it. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#growing;
    const ended = this.#slots.map(({ worker }) => once(worker, "exit"));
    for (const { worker } of this.#slots) worker.postMessage(STOP);
    await Promise.all(ended);
    this.#slots.length = 0;
  }

  async #addWorkers(count: number): Promise<void> {
    const started = await Promise.allSettled(Array.from({ length: count }, () => this.#addWorker()));
    if (started.some(({ status }) => status === "fulfilled")) this.dispatch();
  }

  async #addWorker(): Promise<void> {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: this.#setup });
    const [reply]: WorkerReply[] = await once(worker, "message");
    if (reply?.kind !== "ready") {
      const reason = reply?.kind === "failed" ? reply.message : "no answer";
      throw new CosmicError(
        "embedder_unavailable",
        `The model ${this.#setup.modelPath} cannot be run: ${reason}`,
      );
    }
    this.#dimension = reply.dimension;
    const slot: Slot = { worker, batch: undefined, since: 0 };
    this.#slots.push(slot);
    worker.on("message", (message: WorkerReply) => this.#finish(slot, message));
    worker.on("error", (error) => this.#replace(slot, error));
    worker.on("exit", (code) =>
      this.#replace(slot, new Error(`the embedding worker ended with code ${code}`)),
    );
  }

  #finish(slot: Slot, message: WorkerReply): void {
    const batch = slot.batch ?? [];
    const ms = performance.now() - slot.since;
    this.#pace.record(paddedTokens(batch), ms);
    this.#countBatch(batch, ms);
    this.#queue.batchTokens = this.#pace.batchTokens;
    slot.batch = undefined;
    this.dispatch();
    if (message.kind === "vectors") {
      const dimension = message.vectors.length / batch.length;
      batch.forEach((item, row) => {
        item.resolve(message.vectors.slice(row * dimension, (row + 1) * dimension));
      });
    } else {
      const reason = message.kind === "failed" ? message.message : "unexpected answer";
      fail(batch, new CosmicError("embedder_unavailable", `Embedding failed: ${reason}`));
    }
  }

  #countWaits(batch: readonly Pending[], now: number): void {
    for (const { urgent, since } of batch) {
      const waited = this.#done.waited[urgent ? "query" : "document"];
      waited.texts++;
      waited.seconds += (now - since) / 1000;
    }
  }

  #countBatch(batch: readonly Pending[], ms: number): void {
    this.#done.batches++;
    this.#done.texts += batch.length;
    this.#done.tokens += batch.reduce((sum, { ids }) => sum + ids.length, 0);
    this.#done.paddedTokens += paddedTokens(batch);
    this.#done.busySeconds += ms / 1000;
  }

  /** A worker that died takes its batch with it; the next one starts with the next batch. */
  #replace(slot: Slot, cause: Error): void {
    const position = this.#slots.indexOf(slot);
    if (this.#closed || position < 0) return;
    this.#slots.splice(position, 1);
    fail(slot.batch ?? [], new CosmicError("embedder_unavailable", "The embedding worker ended.", { cause }));
    this.#addWorker().then(
      () => this.dispatch(),
      (error) => {
        if (this.#slots.length === 0) fail(drain(this.#queue), error);
      },
    );
  }
}

function request(batch: readonly Pending[]) {
  const lengths = batch.map((item) => item.ids.length);
  const ids = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const item of batch) {
    ids.set(item.ids, offset);
    offset += item.ids.length;
  }
  return { ids, lengths };
}

function paddedTokens(batch: readonly Pending[]): number {
  return batch.length * Math.max(0, ...batch.map((item) => item.ids.length));
}

function fail(batch: readonly Pending[], reason: unknown): void {
  for (const item of batch) item.reject(reason);
}

function drain(queue: BatchQueue): Pending[] {
  const all: Pending[] = [];
  for (let batch = queue.take(); batch.length > 0; batch = queue.take()) all.push(...batch);
  return all;
}
