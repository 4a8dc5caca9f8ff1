import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CosmicError } from "../../../errors.ts";
import type { PairTokens } from "./pair-tokens.ts";
import { STOP, type WorkerReply, type WorkerSetup } from "./protocol.ts";

type Waiting = Pick<PromiseWithResolvers<Float32Array>, "resolve" | "reject">;

/** The thread that runs the model. One that dies fails what waits for it; the next call starts another. */
export class CrossEncoderWorker {
  readonly #setup: WorkerSetup;
  readonly #waiting = new Map<number, Waiting>();
  #starting: Promise<Worker> | undefined;
  #closed = false;
  #nextId = 1;

  private constructor(setup: WorkerSetup) {
    this.#setup = setup;
  }

  /** @throws CosmicError `reranker_unavailable` */
  static async start(setup: WorkerSetup): Promise<CrossEncoderWorker> {
    const client = new CrossEncoderWorker(setup);
    await client.#worker();
    return client;
  }

  /**
   * One number a pair.
   *
   * @throws CosmicError `reranker_unavailable`; the signal's reason: the run goes on, nobody waits for it
   */
  async run(pairs: readonly PairTokens[], signal: AbortSignal): Promise<Float32Array> {
    const worker = await this.#worker();
    signal.throwIfAborted();
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
    this.#waiting.set(id, { resolve, reject });
    const cancel = () => reject(signal.reason);
    signal.addEventListener("abort", cancel, { once: true });
    worker.postMessage({
      id,
      ids: Int32Array.from(pairs.flatMap(({ ids }) => ids)),
      types: Int32Array.from(pairs.flatMap(({ types }) => types)),
      lengths: pairs.map(({ ids }) => ids.length),
    });
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", cancel);
      this.#waiting.delete(id);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = await this.#starting?.catch(() => undefined);
    if (!worker) return;
    const ended = once(worker, "exit");
    worker.postMessage(STOP);
    await ended;
  }

  #worker(): Promise<Worker> {
    if (this.#closed) throw new CosmicError("stopping", "The service is stopping.");
    this.#starting ??= this.#open();
    return this.#starting;
  }

  async #open(): Promise<Worker> {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: this.#setup });
    worker.on("error", (cause) => this.#lose(unavailable("The worker of the re-ranker ended.", cause)));
    worker.on("exit", () => this.#lose(unavailable("The worker of the re-ranker ended.")));
    const [first]: WorkerReply[] = await once(worker, "message");
    if (first?.kind !== "ready") {
      const reason = first?.kind === "failed" ? first.message : "no answer";
      throw unavailable(`The model ${this.#setup.modelPath} cannot be run: ${reason}`);
    }
    worker.on("message", (reply: WorkerReply) => this.#settle(reply));
    return worker;
  }

  #settle(reply: WorkerReply): void {
    if (reply.kind === "logits") this.#waiting.get(reply.id)?.resolve(reply.logits);
    if (reply.kind !== "failed" || reply.id === undefined) return;
    this.#waiting.get(reply.id)?.reject(unavailable(`The re-ranker failed: ${reply.message}`));
  }

  #lose(fault: CosmicError): void {
    this.#starting = undefined;
    for (const { reject } of this.#waiting.values()) reject(fault);
  }
}

function unavailable(message: string, cause?: unknown): CosmicError {
  return new CosmicError("reranker_unavailable", message, { cause });
}
