import type { DatabaseSync, StatementSync } from "node:sqlite";
import { decodePostings, encodePostings, type Posting } from "./posting-codec.ts";
import { bytes, integer } from "./rows.ts";
import type { Row } from "./statements.ts";

/** More would spill a row over to pages of its own. */
const POSTINGS_A_BLOCK = 200;

/** A stretch of a list, by ascending passage. */
export interface Block {
  first: number;
  last: number;
  size: number;
  data: Uint8Array;
}

/** The rows of the posting lists. */
export class PostingTable {
  readonly #last: StatementSync;
  readonly #around: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    const select =
      "SELECT first_passage, last_passage, size, data FROM postings WHERE user_key = ?1 AND word_key = ?2";
    this.#last = database.prepare(`${select} ORDER BY first_passage DESC LIMIT 1`);
    this.#around = database.prepare(`
      ${select} AND first_passage <= ?4 AND first_passage >= coalesce((
        SELECT max(first_passage) FROM postings
        WHERE user_key = ?1 AND word_key = ?2 AND first_passage <= ?3), 0)`);
    this.#insert = database.prepare("INSERT INTO postings VALUES (?, ?, ?, ?, ?, ?)");
    this.#update = database.prepare(`
      UPDATE postings SET last_passage = ?, size = ?, data = ?
      WHERE user_key = ? AND word_key = ? AND first_passage = ?`);
    this.#delete = database.prepare(
      "DELETE FROM postings WHERE user_key = ? AND word_key = ? AND first_passage = ?",
    );
  }

  lastBlock(userKey: number, wordKey: number): Block | undefined {
    const row = this.#last.get(userKey, wordKey);
    return row && toBlock(row);
  }

  /** All blocks in which one of the passages is, or would have its place. */
  blocksAround(userKey: number, wordKey: number, passages: ReadonlySet<number>): Block[] {
    let [least, most] = [Number.MAX_SAFE_INTEGER, 0];
    for (const passage of passages) {
      least = Math.min(least, passage);
      most = Math.max(most, passage);
    }
    return this.#around.all(userKey, wordKey, least, most).map(toBlock);
  }

  insert(userKey: number, wordKey: number, { first, last, size, data }: Block): void {
    this.#insert.run(userKey, wordKey, first, last, size, data);
  }

  update(userKey: number, wordKey: number, { first, last, size, data }: Block): void {
    this.#update.run(last, size, data, userKey, wordKey, first);
  }

  delete(userKey: number, wordKey: number, first: number): void {
    this.#delete.run(userKey, wordKey, first);
  }
}

function toBlock(row: Row): Block {
  return {
    first: integer(row.first_passage),
    last: integer(row.last_passage),
    size: integer(row.size),
    data: bytes(row.data),
  };
}

export function postingsOf({ first, data }: Block): Posting[] {
  const postings: Posting[] = [];
  decodePostings(first, data, (passage, count, length) => postings.push({ passage, count, length }));
  return postings;
}

/** Full blocks and a rest, because lists mostly grow at the end. */
export function blocksOf(postings: readonly Posting[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < postings.length; at += POSTINGS_A_BLOCK) {
    const part = postings.slice(at, at + POSTINGS_A_BLOCK);
    const [first, last] = [part[0]?.passage ?? 0, part.at(-1)?.passage ?? 0];
    blocks.push({ first, last, size: part.length, data: encodePostings(first, part) });
  }
  return blocks;
}

/** Puts as many postings at the end of a block as it has room for. */
export function extend(
  block: Block | undefined,
  added: Posting[],
): { extended: Block | undefined; rest: Posting[] } {
  const room = block ? POSTINGS_A_BLOCK - block.size : 0;
  if (!block || room <= 0) return { extended: undefined, rest: added };
  const taken = added.slice(0, room);
  const extended = {
    first: block.first,
    last: taken.at(-1)?.passage ?? block.last,
    size: block.size + taken.length,
    data: Buffer.concat([block.data, encodePostings(block.last, taken)]),
  };
  return { extended, rest: added.slice(room) };
}
