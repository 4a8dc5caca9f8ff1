import { LRUCache } from "lru-cache";

/** Vectors of queries, kept for when the same is asked again. */
export class QueryVectors {
  readonly #kept: LRUCache<string, Float32Array>;

  constructor(size: number) {
    this.#kept = new LRUCache({ max: size });
  }

  /** In the order of the texts; only those that are not known are embedded. */
  async get(
    texts: readonly string[],
    embed: (missing: readonly string[]) => Promise<Float32Array[]>,
  ): Promise<Float32Array[]> {
    const known = texts.map((text) => this.#kept.get(text));
    const missing = texts.filter((_, i) => !known[i]);
    const fresh = missing.length > 0 ? await embed(missing) : [];
    missing.forEach((text, i) => {
      const vector = fresh[i];
      if (vector) this.#kept.set(text, vector);
    });
    let next = 0;
    return known.map((vector) => vector ?? fresh[next++] ?? new Float32Array());
  }
}
