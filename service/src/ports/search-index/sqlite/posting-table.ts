import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ListTails } from "./list-tails.ts";
import { decodePostings, encodePostings, type Posting } from "./posting-codec.ts";
import { bytes, integer } from "./rows.ts";
import type { Row } from "./statements.ts";

/** More would spill a row over to pages of its own. */
const POSTINGS_A_BLOCK = 200;

/** What is known of a stretch of a list, by ascending passage, without reading it. */
export interface Span {
  first: number;
  last: number;
  size: number;
}

export interface Block extends Span {
  data: Uint8Array;
}

/** The rows of the posting lists. */
export class PostingTable {
  readonly #tails = new ListTails();
  readonly #tail: StatementSync;
  readonly #around: StatementSync;
  readonly #insert: StatementSync;
  readonly #append: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    this.#tail = database.prepare(`
      SELECT first_passage, last_passage, size FROM postings WHERE user_key = ? AND word_key = ?
      ORDER BY first_passage DESC LIMIT 1`);
    this.#around = database.prepare(`
      SELECT first_passage, last_passage, size, data FROM postings
      WHERE user_key = ?1 AND word_key = ?2 AND first_passage <= ?4 AND first_passage >= coalesce((
        SELECT max(first_passage) FROM postings
        WHERE user_key = ?1 AND word_key = ?2 AND first_passage <= ?3), 0)`);
    this.#insert = database.prepare("INSERT INTO postings VALUES (?, ?, ?, ?, ?, ?)");
    this.#append = database.prepare(`
      UPDATE postings SET last_passage = ?, size = ?, data = CAST(data || ? AS BLOB)
      WHERE user_key = ? AND word_key = ? AND first_passage = ?`);
    this.#delete = database.prepare(
      "DELETE FROM postings WHERE user_key = ? AND word_key = ? AND first_passage = ?",
    );
  }

  /** The last block of a list. */
  tail(userKey: number, wordKey: number): Span | undefined {
    const known = this.#tails.get(userKey, wordKey);
    if (known) return known;
    const row = this.#tail.get(userKey, wordKey);
    if (!row) return undefined;
    const tail = toSpan(row);
    this.#tails.set(userKey, wordKey, tail);
    return tail;
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

  /** Puts as many postings at the end of a list as its last block has room for, and the rest into new blocks. */
  append(userKey: number, wordKey: number, tail: Span | undefined, added: readonly Posting[]): void {
    const room = tail ? Math.max(0, POSTINGS_A_BLOCK - tail.size) : 0;
    if (tail && room > 0) this.#extend(userKey, wordKey, tail, added.slice(0, room));
    for (const block of blocksOf(added.slice(room))) {
      this.#insertBlock(userKey, wordKey, block);
      this.#tails.set(userKey, wordKey, block);
    }
  }

  #extend(userKey: number, wordKey: number, tail: Span, added: readonly Posting[]): void {
    const last = added.at(-1)?.passage ?? tail.last;
    const size = tail.size + added.length;
    this.#append.run(last, size, encodePostings(tail.last, added), userKey, wordKey, tail.first);
    this.#tails.set(userKey, wordKey, { first: tail.first, last, size });
  }

  /** Writes these postings in place of blocks of the list. */
  rewrite(userKey: number, wordKey: number, before: readonly Block[], after: readonly Posting[]): void {
    this.#tails.delete(userKey, wordKey);
    for (const { first } of before) this.#delete.run(userKey, wordKey, first);
    for (const block of blocksOf(after)) this.#insertBlock(userKey, wordKey, block);
  }

  /** After a rollback, what is remembered may not be so. */
  reset(): void {
    this.#tails.clear();
  }

  #insertBlock(userKey: number, wordKey: number, { first, last, size, data }: Block): void {
    this.#insert.run(userKey, wordKey, first, last, size, data);
  }
}

function toSpan(row: Row): Span {
  return {
    first: integer(row.first_passage),
    last: integer(row.last_passage),
    size: integer(row.size),
  };
}

function toBlock(row: Row): Block {
  return { ...toSpan(row), data: bytes(row.data) };
}

export function postingsOf({ first, data }: Block): Posting[] {
  const postings: Posting[] = [];
  decodePostings(first, data, (passage, count, length) => postings.push({ passage, count, length }));
  return postings;
}

/** Full blocks and a rest, because lists mostly grow at the end. */
function blocksOf(postings: readonly Posting[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < postings.length; at += POSTINGS_A_BLOCK) {
    const part = postings.slice(at, at + POSTINGS_A_BLOCK);
    const [first, last] = [part[0]?.passage ?? 0, part.at(-1)?.passage ?? 0];
    blocks.push({ first, last, size: part.length, data: encodePostings(first, part) });
  }
  return blocks;
}
