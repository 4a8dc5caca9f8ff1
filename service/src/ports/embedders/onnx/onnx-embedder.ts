import { LRUCache } from "lru-cache";
import { CosmicError } from "../../../errors.ts";
import { takeTurns } from "../../../turns.ts";
import type { Embedder, EmbedderDescription, EmbedOptions, LocalIdentity } from "../embedder.ts";
import { QueryVectors } from "../query-vectors.ts";
import { BatchQueue, type Pending } from "./batch-queue.ts";
import { sha256OfFile } from "./file-hash.ts";
import type { ModelFiles } from "./model-files.ts";
import { Pace } from "./pace.ts";
import { TextTokenizer } from "./text-tokenizer.ts";
import { WorkerPool } from "./worker-pool.ts";

export interface OnnxOptions {
  /** Threads that run the model, one a core. */
  workers: number;
  /** Padded tokens that one batch may have at the most. */
  batchTokens: number;
  /** Milliseconds that one batch should take: about as long as a query waits when every worker is busy. */
  batchMs: number;
  /** Tokens that may wait; more is refused as `overloaded`. */
  queueTokens: number;
  /** Query vectors kept for when the same is asked again. */
  queryCacheSize: number;
}

/** Texts whose tokens are kept, and the longest of them in code units: what three jobs have in work at once. */
const TEXTS_KEPT = 1_000;
const LONGEST_KEPT = 2_000;

/** Runs a sentence-transformers model in ONNX on this machine's cores. */
export class OnnxEmbedder implements Embedder {
  readonly identity: LocalIdentity;
  readonly #shortensTo: (dimension: number) => boolean;
  readonly #tokenizer: TextTokenizer;
  readonly #queue: BatchQueue;
  readonly #pool: WorkerPool;
  readonly #pace: Pace;
  readonly #options: OnnxOptions;
  readonly #queryVectors: QueryVectors;
  readonly #tokenIds = new LRUCache<string, Int32Array>({ max: TEXTS_KEPT });
  readonly #closing = new AbortController();

  private constructor(
    identity: LocalIdentity,
    shortensTo: (dimension: number) => boolean,
    tokenizer: TextTokenizer,
    queue: BatchQueue,
    pool: WorkerPool,
    pace: Pace,
    options: OnnxOptions,
  ) {
    this.identity = identity;
    this.#shortensTo = shortensTo;
    this.#tokenizer = tokenizer;
    this.#queue = queue;
    this.#pool = pool;
    this.#pace = pace;
    this.#options = options;
    this.#queryVectors = new QueryVectors(options.queryCacheSize);
  }

  static async open(files: ModelFiles, options: OnnxOptions): Promise<OnnxEmbedder> {
    const pace = new Pace(options.batchMs, options.batchTokens);
    const { equalLengthsPath, padId, dimension } = files;
    const queue = new BatchQueue(pace.batchTokens, { equalLengths: equalLengthsPath !== undefined });
    const modelPath = equalLengthsPath ?? files.modelPath;
    const setup = { modelPath, pooling: files.identity.pooling, padId, dimension };
    const starting = WorkerPool.start(setup, queue, pace, options.workers);
    // The workers load the model while this thread reads the vocabulary.
    const tokenizer = new TextTokenizer(files);
    const [pool, weights] = await Promise.all([starting, sha256OfFile(files.modelPath)]);
    const { specialTokens } = tokenizer;
    return new OnnxEmbedder(
      { ...files.identity, weights, dimension: pool.dimension, specialTokens },
      files.shortensTo,
      tokenizer,
      queue,
      pool,
      pace,
      options,
    );
  }

  /** Resolves when every worker has the model; before that the first of them do all the work. */
  get complete(): Promise<void> {
    return this.#pool.grown;
  }

  countTokens(text: string): number {
    return this.#tokenize(text).length - this.identity.specialTokens;
  }

  async embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]> {
    options.signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    if (options.purpose === "document")
      return this.#run(texts, false, this.identity.documentPrefix, options.signal);
    return this.#queryVectors.get(texts, (missing) =>
      this.#run(missing, true, this.identity.queryPrefix, options.signal),
    );
  }

  shortensTo(dimension: number): boolean {
    return dimension < this.identity.dimension && this.#shortensTo(dimension);
  }

  describe(): EmbedderDescription {
    const { workers, done } = this.#pool;
    return {
      kind: "onnx",
      model: this.identity.name,
      workers,
      queuedTokens: this.#queue.tokens,
      done,
    };
  }

  async close(): Promise<void> {
    this.#closing.abort(new CosmicError("stopping", "The service is stopping."));
    await this.#pool.close();
  }

  async #run(
    texts: readonly string[],
    urgent: boolean,
    prefix: string,
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    const abort = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    const encoded: Int32Array[] = [];
    const turn = takeTurns();
    for (const text of texts) {
      encoded.push(this.#encode(prefix + text));
      if (!urgent) await turn();
    }
    abort.throwIfAborted();
    this.#admit(encoded, urgent);
    const items: Pending[] = [];
    const since = performance.now();
    const vectors = encoded.map((ids) => {
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
      items.push({ ids, urgent, since, resolve, reject });
      return promise;
    });
    const cancel = () => {
      this.#queue.remove(items);
      for (const item of items) item.reject(abort.reason);
    };
    abort.addEventListener("abort", cancel, { once: true });
    this.#queue.add(items);
    this.#pool.dispatch();
    try {
      return await Promise.all(vectors);
    } catch (error) {
      this.#queue.remove(items);
      throw error;
    } finally {
      abort.removeEventListener("abort", cancel);
    }
  }

  #encode(text: string): Int32Array {
    const ids = this.#tokenize(text);
    if (ids.length > this.identity.maxTokens) {
      throw new CosmicError(
        "text_too_long",
        `A text of ${ids.length} tokens does not fit the model's ${this.identity.maxTokens}; split it first.`,
      );
    }
    return ids;
  }

  /** A passage is counted once or twice before it is embedded. */
  #tokenize(text: string): Int32Array {
    const known = this.#tokenIds.get(text);
    if (known) return known;
    const ids = this.#tokenizer.encode(text);
    if (text.length <= LONGEST_KEPT) this.#tokenIds.set(text, ids);
    return ids;
  }

  /** Queries are bounded by the queries before them only: bulk work never turns one away. */
  #admit(encoded: readonly Int32Array[], urgent: boolean): void {
    const waiting = urgent ? this.#queue.urgentTokens : this.#queue.tokens;
    const wanted = encoded.reduce((sum, ids) => sum + ids.length, 0);
    // A single call larger than the whole queue is let in when nothing waits, else it could never run.
    if (waiting === 0 || waiting + wanted <= this.#options.queueTokens) return;
    throw new CosmicError("overloaded", "Too many texts are waiting to be embedded. Try again later.", {
      retryAfter: Math.max(1, Math.ceil(waiting / (this.#pace.tokensPerSecond * this.#pool.workers))),
    });
  }
}
