import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CosmicError } from "../../../errors.ts";
import type { Calls } from "./calls.ts";
import { decodeFault, parseReply } from "./reply-message.ts";

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Calls the functions that a thread serves. If the thread dies, what was in flight is rejected and the next call
 * starts another one.
 */
export class ThreadClient<C extends Calls> {
  readonly #script: URL;
  readonly #settings: unknown;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;
  #closed = false;

  constructor(script: URL, settings: unknown) {
    this.#script = script;
    this.#settings = settings;
  }

  /** Starts the thread before the first call has to wait for it. */
  start(): void {
    if (!this.#closed) this.#worker ??= this.#start();
  }

  /** Calls that have not been answered yet. */
  get inFlight(): number {
    return this.#pending.size;
  }

  async call<M extends keyof C & string>(
    method: M,
    ...parameters: Parameters<C[M]>
  ): Promise<ReturnType<C[M]>> {
    if (this.#closed) throw new CosmicError("stopping", "The search index is closed.");
    // Both ends are typed by the same `Calls`, so what answers `method` has its result.
    return (await this.#send(method, parameters)) as ReturnType<C[M]>;
  }

  /** Lets what was asked before finish. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    const exited = once(worker, "exit");
    await this.#send("close", []).catch(() => worker.terminate());
    await exited;
  }

  #send(method: string, parameters: unknown[]): Promise<unknown> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      try {
        worker.postMessage({ id, method, parameters });
      } catch (fault) {
        this.#pending.delete(id);
        reject(fault);
      }
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#settings });
    worker.on("message", (message: unknown) => this.#settle(message));
    worker.on("messageerror", (fault) => this.#lose(worker, fault.message));
    worker.on("error", (fault) => this.#lose(worker, fault instanceof Error ? fault.message : String(fault)));
    worker.on("exit", (code) => this.#lose(worker, `exit code ${code}`));
    return worker;
  }

  #settle(message: unknown): void {
    const { id, value, fault } = parseReply(message);
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (fault) pending?.reject(decodeFault(fault));
    else pending?.resolve(value);
  }

  #lose(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new CosmicError(
      "index_unavailable",
      `The search index was interrupted (${reason}) and has been started again: repeat the call.`,
    );
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
