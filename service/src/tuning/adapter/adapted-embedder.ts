import type {
  Embedder,
  EmbedderDescription,
  EmbedOptions,
  ModelIdentity,
} from "../../ports/embedders/embedder.ts";
import { adapted } from "../training/linear.ts";
import type { Adapter } from "./adapter.ts";

/**
 * A model with an adapter for queries. Documents get the vectors of the base, so that both search the same index. The
 * base belongs to whoever opened it, and stays open when this one is closed.
 */
export class AdaptedEmbedder implements Embedder {
  readonly identity: ModelIdentity;
  readonly #base: Embedder;
  readonly #adapter: Adapter;

  /** @param sha256 of the checkpoint, hex: the same base with other weights in its adapter is another model */
  constructor(base: Embedder, adapter: Adapter, sha256: string) {
    this.identity = { ...base.identity, adapter: sha256 };
    this.#base = base;
    this.#adapter = adapter;
  }

  countTokens(text: string): number {
    return this.#base.countTokens(text);
  }

  async embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]> {
    const vectors = await this.#base.embed(texts, options);
    if (options.purpose === "document") return vectors;
    return vectors.map(
      (values) => adapted(this.#adapter, { rows: 1, columns: values.length, values }).values,
    );
  }

  /** The adapter was learned for all components together. */
  shortensTo(): boolean {
    return false;
  }

  describe(): EmbedderDescription {
    return this.#base.describe();
  }

  async close(): Promise<void> {}
}
