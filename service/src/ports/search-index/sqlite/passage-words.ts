import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Analyser } from "../lexical/analyse.ts";
import { Dictionary } from "./dictionary.ts";
import { decodeNumbers, encodeNumbers } from "./posting-codec.ts";
import { PostingLists } from "./posting-lists.ts";
import { bytes } from "./rows.ts";

/**
 * The words of each passage, in order: phrases are found in them, and they say which lists a passage has to be
 * taken out of again.
 */
export class PassageWords {
  readonly #analyser: Analyser;
  readonly #dictionary: Dictionary;
  readonly #lists: PostingLists;
  readonly #select: StatementSync;
  readonly #write: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync, analyser: Analyser) {
    this.#analyser = analyser;
    this.#dictionary = new Dictionary(database);
    this.#lists = new PostingLists(database, this.#dictionary);
    this.#select = database.prepare("SELECT sequence, compounds FROM passage_words WHERE passage_key = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO passage_words VALUES (?, ?, ?)");
    this.#delete = database.prepare("DELETE FROM passage_words WHERE passage_key = ?");
  }

  /** @returns the number of words, compounds not counted */
  write(userKey: number, passageKey: number, text: string): number {
    const sequence: number[] = [];
    const compounds: number[] = [];
    this.#analyser.eachWord(text, (exact, stem, compound) =>
      (compound ? compounds : sequence).push(this.#dictionary.keyOf(exact, stem)),
    );
    const length = sequence.length;
    this.#write.run(passageKey, encodeNumbers(sequence), encodeNumbers(compounds));
    for (const wordKey of sequence) this.#lists.count(userKey, wordKey, passageKey, length);
    for (const wordKey of compounds) this.#lists.count(userKey, wordKey, passageKey, length);
    return length;
  }

  /** @returns the number of words the passage had, compounds not counted */
  remove(userKey: number, passageKey: number): number {
    const row = this.#select.get(passageKey);
    if (!row) return 0;
    const sequence = decodeNumbers(bytes(row.sequence));
    for (const wordKey of new Set([...sequence, ...decodeNumbers(bytes(row.compounds))])) {
      this.#lists.remove(userKey, wordKey, passageKey);
    }
    this.#delete.run(passageKey);
    return sequence.length;
  }

  flush(): void {
    this.#lists.flush();
    this.#dictionary.flush();
  }

  reset(): void {
    this.#lists.reset();
    this.#dictionary.reset();
  }
}
