import type { Scope } from "./filter-sql.ts";
import { decodePostings, encodeNumbers, encodePostings, type Posting } from "./posting-codec.ts";
import { bytes, integer } from "./rows.ts";
import type { Statements } from "./statements.ts";
import { listsOfWord, type PostingBlock } from "./word-lists.ts";

/** The passages in which the words stand one after another. */
export function matchPhrase(statements: Statements, scope: Scope, phrase: readonly string[]): Posting[] {
  const keys = phrase.flatMap((word) => {
    const row = statements.get("SELECT word_key FROM words WHERE word = ?", [word]);
    return row ? [integer(row.word_key)] : [];
  });
  if (keys.length < phrase.length) return [];

  const run = encodeNumbers(keys);
  const lengths = passagesWithAll(statements, scope, phrase);
  const rows = statements.all(
    `SELECT passage_key, sequence FROM passage_words
     WHERE passage_key IN (SELECT value FROM json_each(?)) AND instr(sequence, ?) > 0`,
    [JSON.stringify([...lengths.keys()]), run],
  );
  return rows.flatMap((row) => {
    const passage = integer(row.passage_key);
    const count = countRuns(bytes(row.sequence), run);
    return count > 0 ? [{ passage, count, length: lengths.get(passage) ?? 0 }] : [];
  });
}

/** A phrase ranks like a word that stands where the phrase does. */
export function asPostingBlock(matches: readonly Posting[]): PostingBlock {
  return { firstPassage: 0, data: encodePostings(0, matches), exact: true };
}

/** Lengths of the passages that have every word somewhere, by passage. */
function passagesWithAll(
  statements: Statements,
  scope: Scope,
  words: readonly string[],
): Map<number, number> {
  const [rarest, ...others] = [...new Set(words)]
    .map((word) => lengthsByPassage(listsOfWord(statements, scope, word)))
    .sort((a, b) => a.size - b.size);
  return new Map([...(rarest ?? [])].filter(([passage]) => others.every((other) => other.has(passage))));
}

function lengthsByPassage(blocks: readonly PostingBlock[]): Map<number, number> {
  const lengths = new Map<number, number>();
  for (const { firstPassage, data } of blocks) {
    decodePostings(firstPassage, data, (passage, _count, length) => lengths.set(passage, length));
  }
  return lengths;
}

/** Counts the run in the encoded sequence. A byte above 127 says that its number goes on after it. */
function countRuns(sequence: Uint8Array, run: Uint8Array): number {
  const bytes = Buffer.from(sequence.buffer, sequence.byteOffset, sequence.byteLength);
  let count = 0;
  for (let at = bytes.indexOf(run); at >= 0; at = bytes.indexOf(run, at + 1)) {
    if ((bytes[at - 1] ?? 0) <= 127) count++;
  }
  return count;
}
