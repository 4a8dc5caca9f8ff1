import { Worker } from "node:worker_threads";
import { BatchClaims } from "./batch-claims.ts";
import type { Pending } from "./batch-queue.ts";
import { type BatchRequest, STOP, type WorkerReply, type WorkerSetup } from "./protocol.ts";

/** Batches with a worker: the one that it is at, and one that it goes on with while this thread is busy. */
const MOST_SENT = 2;

interface Sent {
  number: number;
  items: readonly Pending[];
}

/** One worker thread with one single-threaded session, and the batches that it has been sent. */
export class WorkerSlot {
  readonly worker: Worker;
  readonly #claims = new BatchClaims();
  /** In the order in which they are run. */
  #sent: Sent[] = [];
  #number = 0;

  constructor(setup: Omit<WorkerSetup, "claims">) {
    const workerData: WorkerSetup = { ...setup, claims: this.#claims.memory };
    this.worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData });
  }

  get idle(): boolean {
    return this.#sent.length === 0;
  }

  get full(): boolean {
    return this.#sent.length >= MOST_SENT;
  }

  send(items: readonly Pending[]): void {
    const number = ++this.#number;
    this.#sent.push({ number, items });
    this.#claims.offer(number);
    this.worker.postMessage(request(number, items));
  }

  /** What was sent and not begun, which will not be run now. */
  takeBack(): Pending[] {
    const back = this.#sent.filter(({ number }) => this.#claims.take(number));
    this.#sent = this.#sent.filter((it) => !back.includes(it));
    return back.flatMap(({ items }) => items);
  }

  /** The texts that an answer is for. */
  answered(reply: Extract<WorkerReply, { batch: number }>): readonly Pending[] {
    const sent = this.#sent.find(({ number }) => number === reply.batch);
    this.#sent = this.#sent.filter((it) => it !== sent);
    return sent?.items ?? [];
  }

  /** What is lost with a worker that died. */
  lost(): Pending[] {
    return this.#sent.splice(0).flatMap(({ items }) => items);
  }

  /** Ends the worker once it has done what it was sent before. */
  stop(): void {
    this.worker.postMessage(STOP);
  }
}

function request(batch: number, items: readonly Pending[]): BatchRequest {
  const lengths = items.map((item) => item.ids.length);
  const ids = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const item of items) {
    ids.set(item.ids, offset);
    offset += item.ids.length;
  }
  return { batch, ids, lengths };
}
