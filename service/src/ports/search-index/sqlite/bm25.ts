import { decodePostings } from "./posting-codec.ts";
import type { PostingBlock } from "./word-lists.ts";

const K1 = 1.2;
const B = 0.75;

/** What the form that was asked for counts beside its stem: a stem alone loses rare words among common ones. */
const EXACT_WEIGHT = 0.5;

/** What the ranking knows of the texts that are searched: one user's, or everybody's. */
export interface Statistics {
  passages: number;
  /** Mean words a passage. */
  meanLength: number;
}

/** Adds up what each term gives to each passage. A passage that no term touches is not in it. */
export class Bm25 {
  readonly #statistics: Statistics;
  readonly #slots = new Map<number, number>();
  readonly #passages: number[] = [];
  readonly #lengths: number[] = [];
  readonly #scores: number[] = [];
  readonly #counts: number[] = [];
  readonly #exactCounts: number[] = [];

  constructor(statistics: Statistics) {
    this.#statistics = statistics;
  }

  get passages(): readonly number[] {
    return this.#passages;
  }

  /** By position in `passages`. */
  get scores(): readonly number[] {
    return this.#scores;
  }

  /** One term, with the lists of all the words it means. */
  add(blocks: readonly PostingBlock[]): void {
    const touched: number[] = [];
    let exactFrequency = 0;
    for (const { firstPassage, data, exact } of blocks) {
      decodePostings(firstPassage, data, (passage, count, length) => {
        const slot = this.#slotOf(passage, length);
        const before = this.#counts[slot] ?? 0;
        if (before === 0) touched.push(slot);
        this.#counts[slot] = before + count;
        if (!exact) return;
        exactFrequency++;
        this.#exactCounts[slot] = (this.#exactCounts[slot] ?? 0) + count;
      });
    }
    const rarity = this.#rarity(touched.length);
    const exactRarity = EXACT_WEIGHT * this.#rarity(exactFrequency);
    for (const slot of touched) {
      const gain = rarity * this.#saturation(slot, this.#counts[slot] ?? 0);
      const exactGain = exactRarity * this.#saturation(slot, this.#exactCounts[slot] ?? 0);
      this.#scores[slot] = (this.#scores[slot] ?? 0) + gain + exactGain;
      this.#counts[slot] = 0;
      this.#exactCounts[slot] = 0;
    }
  }

  #slotOf(passage: number, length: number): number {
    const known = this.#slots.get(passage);
    if (known !== undefined) return known;
    const slot = this.#passages.length;
    this.#slots.set(passage, slot);
    this.#passages.push(passage);
    this.#lengths.push(length);
    this.#scores.push(0);
    this.#counts.push(0);
    this.#exactCounts.push(0);
    return slot;
  }

  /** Inverse document frequency in the form that stays above 0. */
  #rarity(frequency: number): number {
    return Math.log(1 + (this.#statistics.passages - frequency + 0.5) / (frequency + 0.5));
  }

  #saturation(slot: number, count: number): number {
    const relativeLength = (this.#lengths[slot] ?? 0) / this.#statistics.meanLength;
    return (count * (K1 + 1)) / (count + K1 * (1 - B + B * relativeLength));
  }
}
