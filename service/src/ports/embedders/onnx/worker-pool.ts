import { once } from "node:events";
import { CosmicError } from "../../../errors.ts";
import { type EmbedderTotals, noTotals } from "../embedder.ts";
import type { BatchQueue, Pending } from "./batch-queue.ts";
import type { Pace } from "./pace.ts";
import type { WorkerReply, WorkerSetup } from "./protocol.ts";
import { WorkerSlot } from "./worker-slot.ts";

type Setup = Omit<WorkerSetup, "claims">;

/**
 * Runs batches on worker threads, one batch a thread at a time, and has the next one lie ready there: this thread may be
 * busy when it is wanted. A query that comes meanwhile still goes first. `session.run` blocks the thread it is on,
 * hence threads; one thread a session, because two small batches side by side are faster than one batch
 * spread over two threads.
 */
export class WorkerPool {
  readonly #setup: Setup;
  readonly #queue: BatchQueue;
  readonly #pace: Pace;
  readonly #slots: WorkerSlot[] = [];
  #closed = false;
  #growing = Promise.resolve();
  #dimension = 0;
  readonly #done = noTotals();

  private constructor(setup: Setup, queue: BatchQueue, pace: Pace) {
    this.#setup = setup;
    this.#queue = queue;
    this.#pace = pace;
  }

  /**
   * Resolves when one worker is ready; the others follow. Loading the model takes a core each, and at a start there
   * is other work for the cores.
   */
  static async start(setup: Setup, queue: BatchQueue, pace: Pace, workers: number): Promise<WorkerPool> {
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

  /** Gives waiting work to every worker that has none, and lays more ready unless a query waits. */
  dispatch(): void {
    if (this.#closed) return;
    if (this.#queue.urgentTokens > 0) {
      // The query goes to whichever worker is done first, which cannot be known: so none goes on with bulk work.
      for (const slot of this.#slots) this.#queue.putBack(slot.takeBack());
    }
    this.#send(this.#slots.filter(({ idle }) => idle));
    if (this.#queue.urgentTokens > 0) return;
    this.#send(this.#slots.filter(({ full }) => !full));
  }

  #send(slots: readonly WorkerSlot[]): void {
    for (const slot of slots) {
      const batch = this.#queue.take();
      if (batch.length === 0) return;
      slot.send(batch);
    }
  }

  /** Lets every worker end its batch: one that is torn out of a run takes the whole process with it. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#growing;
    const ended = this.#slots.map(({ worker }) => once(worker, "exit"));
    for (const slot of this.#slots) slot.stop();
    await Promise.all(ended);
    this.#slots.length = 0;
  }

  async #addWorkers(count: number): Promise<void> {
    const started = await Promise.allSettled(Array.from({ length: count }, () => this.#addWorker()));
    if (started.some(({ status }) => status === "fulfilled")) this.dispatch();
  }

  async #addWorker(): Promise<void> {
    const slot = new WorkerSlot(this.#setup);
    const { worker } = slot;
    const [reply]: WorkerReply[] = await once(worker, "message");
    if (reply?.kind !== "ready") {
      const reason = reply?.kind === "unusable" ? reply.message : "no answer";
      throw new CosmicError(
        "embedder_unavailable",
        `The model ${this.#setup.modelPath} cannot be run: ${reason}`,
      );
    }
    this.#dimension = reply.dimension;
    this.#slots.push(slot);
    worker.on("message", (message: WorkerReply) => this.#finish(slot, message));
    worker.on("error", (error) => this.#replace(slot, error));
    worker.on("exit", (code) =>
      this.#replace(slot, new Error(`the embedding worker ended with code ${code}`)),
    );
  }

  #finish(slot: WorkerSlot, message: WorkerReply): void {
    if (message.kind === "ready" || message.kind === "unusable") return;
    const batch = slot.answered(message);
    this.dispatch();
    if (message.kind === "failed") {
      fail(batch, new CosmicError("embedder_unavailable", `Embedding failed: ${message.message}`));
      return;
    }
    const { vectors, ms } = message;
    this.#countBatch(batch, ms);
    const dimension = vectors.length / batch.length;
    batch.forEach((item, row) => {
      const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
      // That of a query is kept, and must not keep those of its batch.
      item.resolve(item.urgent ? vector.slice() : vector);
    });
  }

  /** @param ms that the worker took for it */
  #countBatch(batch: readonly Pending[], ms: number): void {
    const padded = batch.length * Math.max(0, ...batch.map((item) => item.ids.length));
    this.#pace.record(padded, ms);
    this.#queue.batchTokens = this.#pace.batchTokens;
    const done = this.#done;
    done.batches++;
    done.texts += batch.length;
    done.tokens += batch.reduce((sum, { ids }) => sum + ids.length, 0);
    done.paddedTokens += padded;
    done.busySeconds += ms / 1000;
    const begun = performance.now() - ms;
    for (const { urgent, since } of batch) {
      const waited = done.waited[urgent ? "query" : "document"];
      waited.texts++;
      waited.seconds += Math.max(0, begun - since) / 1000;
    }
  }

  /** A worker that died takes what it was sent with it; the next one starts with the next batch. */
  #replace(slot: WorkerSlot, cause: Error): void {
    const position = this.#slots.indexOf(slot);
    if (this.#closed || position < 0) return;
    this.#slots.splice(position, 1);
    fail(slot.lost(), new CosmicError("embedder_unavailable", "The embedding worker ended.", { cause }));
    this.#addWorker().then(
      () => this.dispatch(),
      (error) => {
        if (this.#slots.length === 0) fail(drain(this.#queue), error);
      },
    );
  }
}

function fail(batch: readonly Pending[], reason: unknown): void {
  for (const item of batch) item.reject(reason);
}

function drain(queue: BatchQueue): Pending[] {
  const all: Pending[] = [];
  for (let batch = queue.take(); batch.length > 0; batch = queue.take()) all.push(...batch);
  return all;
}
