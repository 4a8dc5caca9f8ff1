import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { Dictionary } from "./dictionary.ts";
import { decodeNumbers, encodeNumbers, type Posting } from "./posting-codec.ts";
import { PostingLists } from "./posting-lists.ts";
import { PostingTable, postingsOf } from "./posting-table.ts";

const USER = 1;

function openLists() {
  const database = new DatabaseSync(":memory:");
  database.exec(`
    CREATE TABLE words (word_key INTEGER PRIMARY KEY, word TEXT UNIQUE, stem TEXT, lists INTEGER DEFAULT 0);
    CREATE TABLE postings (user_key INTEGER, word_key INTEGER, first_passage INTEGER, last_passage INTEGER,
      size INTEGER, data BLOB, PRIMARY KEY (user_key, word_key, first_passage)) WITHOUT ROWID`);
  const dictionary = new Dictionary(database);
  const lists = new PostingLists(database, dictionary);
  const table = new PostingTable(database);
  const flush = () => {
    lists.flush();
    dictionary.flush();
  };
  const read = (wordKey: number) =>
    table.blocksAround(USER, wordKey, new Set([0, 1_000_000])).flatMap(postingsOf);
  const words = () => database.prepare("SELECT word, lists FROM words").all();
  return { database, lists, dictionary, flush, read, words };
}

function add(lists: PostingLists, user: number, word: number, { passage, count, length }: Posting): void {
  for (let time = 0; time < count; time++) lists.count(user, word, passage, length);
}

const posting = (passage: number) => ({ passage, count: 1 + (passage % 3), length: 100 + (passage % 200) });

test("lists hold what was added and not removed, in any order of changes", () => {
  const { lists, dictionary, flush, read } = openLists();
  const word = dictionary.keyOf("sea", "sea");
  const expected = new Set<number>();
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  for (let round = 0; round < 60; round++) {
    const touched = new Set(Array.from({ length: 1 + random(150) }, () => 1 + random(2000)));
    for (const passage of touched) {
      if (expected.has(passage)) lists.remove(USER, word, passage);
      const stays = random(3) > 0;
      if (stays) add(lists, USER, word, posting(passage));
      if (stays) expected.add(passage);
      else expected.delete(passage);
    }
    flush();
    expect(read(word)).toEqual([...expected].sort((a, b) => a - b).map(posting));
  }
});

test("a list that grows at its end fills block after block", () => {
  const { lists, dictionary, flush, read } = openLists();
  const word = dictionary.keyOf("sea", "sea");
  for (let passage = 1; passage <= 950; passage++) {
    add(lists, USER, word, posting(passage));
    if (passage % 7 === 0 || passage > 940) flush();
  }
  expect(read(word)).toEqual(Array.from({ length: 950 }, (_, at) => posting(at + 1)));
});

test("a word is forgotten with its last list", () => {
  const { lists, dictionary, flush, words } = openLists();
  const word = dictionary.keyOf("sea", "sea");
  for (const user of [1, 2]) add(lists, user, word, posting(user));
  flush();
  expect(words()).toEqual([{ word: "sea", lists: 2 }]);
  lists.remove(1, word, 1);
  flush();
  expect(words()).toEqual([{ word: "sea", lists: 1 }]);
  lists.remove(2, word, 2);
  flush();
  expect(words()).toEqual([]);
  expect(dictionary.keyOf("sea", "sea")).toBeGreaterThan(0);
  expect(words()).toHaveLength(1);
});

test("numbers survive encoding", () => {
  const numbers = [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_456, 2 ** 31 - 1];
  expect(decodeNumbers(encodeNumbers(numbers))).toEqual(numbers);
});

test("what a rollback has undone is not built upon", () => {
  const { database, lists, dictionary, flush, read } = openLists();
  const word = dictionary.keyOf("sea", "sea");
  add(lists, USER, word, posting(1));
  flush();
  database.exec("BEGIN");
  for (const passage of [2, 3]) add(lists, USER, word, posting(passage));
  flush();
  database.exec("ROLLBACK");
  lists.reset();
  add(lists, USER, word, posting(4));
  flush();
  expect(read(word)).toEqual([posting(1), posting(4)]);
});
