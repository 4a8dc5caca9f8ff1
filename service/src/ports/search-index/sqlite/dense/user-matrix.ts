import { rowsPerBlock, type VectorBlocks } from "./vector-blocks.ts";

export interface VectorRow {
  documentKey: number;
  passageKey: number;
  ordinal: number;
  vector: Float32Array;
}

/** The best passage of a document. */
export interface Candidate {
  documentKey: number;
  passageKey: number;
  ordinal: number;
  score: number;
}

/** What a query scores with each document, by the number that the matrix gives the document. */
export interface DocumentScores {
  /** Cosines of the best passages; below -1 where a number stands for no document. */
  best: Float32Array;
  documentKeyOf(document: number): number;
  candidate(document: number): Candidate;
}

const NO_DOCUMENT = -2;

/**
 * The vectors of all passages of one user in one index, as the database had them after the change `seq`. Rows are
 * in no order: the last one takes the place of one that goes.
 */
export class UserMatrix {
  /** The last change of the index that is in it. */
  seq = 0;
  readonly #blocks: VectorBlocks;
  readonly #dimension: number;
  readonly #rowsPerBlock: number;
  readonly #addresses: number[] = [];
  readonly #passageKeys: number[] = [];
  readonly #ordinals: number[] = [];
  readonly #documents: number[] = [];
  readonly #documentKeys: number[] = [];
  readonly #numbers = new Map<number, number>();
  readonly #freeNumbers: number[] = [];

  constructor(blocks: VectorBlocks, dimension: number) {
    this.#blocks = blocks;
    this.#dimension = dimension;
    this.#rowsPerBlock = rowsPerBlock(dimension);
  }

  get rows(): number {
    return this.#passageKeys.length;
  }

  /** @param takeBlock gives the address of a block where the matrix needs one more */
  append({ documentKey, passageKey, ordinal, vector }: VectorRow, takeBlock: () => number): void {
    const row = this.rows;
    if (row === this.#addresses.length * this.#rowsPerBlock) this.#addresses.push(takeBlock());
    const { block, row: rowOfBlock } = this.#place(row);
    this.#blocks.write(block, rowOfBlock, vector);
    this.#passageKeys.push(passageKey);
    this.#ordinals.push(ordinal);
    this.#documents.push(this.#numberOf(documentKey));
  }

  /** Takes out all rows of these documents. Unknown documents are ignored. */
  removeDocuments(documentKeys: readonly number[]): void {
    const removed = new Set<number>();
    for (const key of documentKeys) {
      const number = this.#numbers.get(key);
      if (number === undefined) continue;
      removed.add(number);
      this.#numbers.delete(key);
      this.#freeNumbers.push(number);
    }
    if (removed.size === 0) return;
    for (let row = this.rows - 1; row >= 0; row--) {
      if (removed.has(this.#documents[row] ?? NO_DOCUMENT)) this.#removeRow(row);
    }
    const needed = Math.ceil(this.rows / this.#rowsPerBlock);
    this.#blocks.giveBack(this.#addresses.splice(needed));
  }

  /** Lets go of the memory. The matrix is not used any more. */
  free(): void {
    this.#blocks.giveBack(this.#addresses.splice(0));
  }

  /** Compares every row with the query that the blocks have been given. */
  score(): DocumentScores {
    const best = new Float32Array(this.#documentKeys.length).fill(NO_DOCUMENT);
    const bestRow = new Int32Array(best.length);
    const documents = this.#documents;
    const last = this.rows;
    for (let block = 0, row = 0; row < last; block++) {
      const count = Math.min(this.#rowsPerBlock, last - row);
      const cosines = this.#blocks.cosines(this.#addresses[block] ?? 0, count, this.#dimension);
      for (let at = 0; at < count; at++, row++) {
        const document = documents[row] ?? 0;
        const score = cosines[at] ?? NO_DOCUMENT;
        const known = best[document] ?? NO_DOCUMENT;
        if (score < known || (score === known && this.#isLater(row, bestRow[document] ?? 0))) continue;
        best[document] = score;
        bestRow[document] = row;
      }
    }
    const documentKeyOf = (document: number) => this.#documentKeys[document] ?? 0;
    return {
      best,
      documentKeyOf,
      candidate: (document) => {
        const row = bestRow[document] ?? 0;
        return {
          documentKey: documentKeyOf(document),
          passageKey: this.#passageKeys[row] ?? 0,
          ordinal: this.#ordinals[row] ?? 0,
          score: best[document] ?? NO_DOCUMENT,
        };
      },
    };
  }

  #isLater(row: number, other: number): boolean {
    return (this.#ordinals[row] ?? 0) > (this.#ordinals[other] ?? 0);
  }

  #numberOf(documentKey: number): number {
    const known = this.#numbers.get(documentKey);
    if (known !== undefined) return known;
    const number = this.#freeNumbers.pop() ?? this.#documentKeys.length;
    this.#numbers.set(documentKey, number);
    this.#documentKeys[number] = documentKey;
    return number;
  }

  #removeRow(row: number): void {
    const last = this.rows - 1;
    if (row < last) this.#blocks.copyRow(this.#dimension, this.#place(last), this.#place(row));
    for (const column of [this.#passageKeys, this.#ordinals, this.#documents]) {
      const moved = column.pop() ?? 0;
      if (row < last) column[row] = moved;
    }
  }

  #place(row: number): { block: number; row: number } {
    const block = this.#addresses[Math.floor(row / this.#rowsPerBlock)] ?? 0;
    return { block, row: row % this.#rowsPerBlock };
  }
}
