import { expect, test } from "vitest";
import type { LexicalQuery } from "../../src/ports/search-index/search-index.ts";
import type { Subject } from "./search-index.contract.ts";
import { buildDocument, INDEX, numbersOf } from "./search-index.fixtures.ts";

export function lexicalContract(subject: Subject): void {
  /** Document `n` of Ada has the `n`th text in one passage. */
  const write = (...texts: string[]) =>
    subject.index.replace(
      INDEX,
      texts.map((text, number) => buildDocument(number, { texts: [text] })),
    );
  const search = (text: string, query: Partial<LexicalQuery> = {}) =>
    subject.index.searchLexical(INDEX, { text, filter: { userId: "ada" }, limit: 10, ...query });
  const find = async (text: string, query: Partial<LexicalQuery> = {}) =>
    numbersOf(await search(text, query));

  test("other forms of a word are found, the form that was asked for first", async () => {
    await write("we walked far", "the walk was far", "she was walking far", "a wall so far");
    expect(await find("walking")).toEqual([2, 0, 1]);
    expect((await find("walk"))[0]).toBe(1);
  });

  test("letter case, accents and width do not matter", async () => {
    await write("Café in Zürich", "cafe by the lake", "naïve");
    expect(await find("CAFÉ")).toEqual(await find("cafe"));
    expect(await find("ｃａｆé zurich")).toEqual([0, 1]);
    expect(await find("naive")).toEqual([2]);
  });

  test("identifiers and dates are found whole and in parts, whole first", async () => {
    await write(
      "on 2024-03-01 it rained",
      "03 apples in 2024, 01 pear",
      "ticket foo_bar-42",
      "mail to ada@home.org",
    );
    expect(await find("2024-03-01")).toEqual([0, 1]);
    expect(await find("foo_bar-42")).toEqual([2]);
    expect(await find("42")).toEqual([2]);
    expect(await find("ada@home.org")).toEqual([3]);
  });

  test("a possessive is its word", async () => {
    await write("the writer's block", "their Writer’s block", "a block");
    expect(await find("writer")).toEqual([0, 1]);
    expect(await find("writers'")).toEqual([0, 1]);
  });

  test("rare words count more than common ones, several more than one, short passages more", async () => {
    await write(
      "sea and sand",
      "sea and sun",
      "sea with a comet",
      "sea of plain long words that go on and on",
    );
    expect((await find("sea comet"))[0]).toBe(2);
    expect((await find("sand sea"))[0]).toBe(0);
    expect((await find("sea")).at(-1)).toBe(3);
    for (const { score } of await search("sea")) expect(score).toBeGreaterThan(0);
  });

  test("words that stand side by side as they were asked for count more", async () => {
    await write(
      "my lord had a sandwich at the table",
      "then Lord Sandwich sat at the table",
      "the sandwich, lord, was at the table",
    );
    expect((await find("lord sandwich"))[0]).toBe(1);
    expect((await find("at which table did lord sandwich sit"))[0]).toBe(1);
  });

  test("stop words do not make a match, unless nothing else was asked for", async () => {
    await write("to be or not to be", "the lake", "be the lake");
    expect(await find("what is not the lake")).toEqual([1, 2]);
    expect((await find("to be or not to be"))[0]).toBe(0);
    expect(await find("the")).toEqual([1, 2]);
  });

  test("words in double quotes must stand one after another", async () => {
    await write(
      "new york in spring",
      "york is new",
      "a new and old york",
      "the old york road, new york",
      "spring",
    );
    // Which of two comes first is for the ranking to say: one is shorter, the other has a word twice.
    const findBoth = async (text: string) => (await find(text)).sort();
    expect(await findBoth('"new york"')).toEqual([0, 3]);
    expect(await findBoth("“New York”")).toEqual([0, 3]);
    expect(await find('"new york" spring')).toEqual([0, 3]);
    expect(await find('"new york" "old york"')).toEqual([3]);
    expect(await find('"york new"')).toEqual([]);
    expect(await find('"in spring"')).toEqual([0]);
    expect(await find('"is new"')).toEqual([1]);
    expect((await search('"new york" nothing')).every(({ score }) => score > 0)).toBe(true);
  });

  test("a phrase does not reach over the end of a passage", async () => {
    await subject.index.replace(INDEX, [buildDocument(0, { texts: ["all is new", "york in spring"] })]);
    expect(await find('"new york"')).toEqual([]);
    expect(await find('"york in spring"')).toEqual([0]);
  });

  test("a phrase is found among thousands of other words", async () => {
    const words = Array.from({ length: 3000 }, (_, at) => `word${at}`);
    await write(words.join(" "), words.toReversed().join(" "));
    for (const at of [0, 126, 127, 128, 129, 2000, 2998]) {
      expect(await find(`"word${at} word${at + 1}"`)).toEqual([0]);
    }
  });

  test("a last word that is unfinished can be meant", async () => {
    await write("theatre night", "their theme", "night");
    expect(await find("thea")).toEqual([]);
    expect(await find("thea", { prefix: true })).toEqual([0]);
    expect(await find("the", { prefix: true })).toEqual([1, 0]);
    expect(await find("thea ", { prefix: true })).toEqual([]);
  });

  test("what queries are written with elsewhere is never an error", async () => {
    await write('plain text with "quotes" AND stars', "near the end");
    const queries = [
      ...[
        '"',
        '""',
        '"unclosed',
        '" "',
        "*",
        "plain*",
        "^plain",
        "a:b",
        "stem:plain",
        "(",
        ")",
        "((plain",
        "{}",
        "+-",
      ],
      ...[
        "AND",
        "OR NOT",
        "NEAR(plain text, 2)",
        "plain AND",
        "'; DROP TABLE words; --",
        "\\",
        "%",
        "_",
        "?1",
      ],
      ...[
        "\u0000plain\u0000",
        "\ud800",
        "👩‍👩‍👧",
        "\u202eplain",
        "-plain",
        "x".repeat(100_000),
        '"'.repeat(999),
      ],
    ];
    for (const text of queries) expect(Array.isArray(await search(text))).toBe(true);
    expect(await find("NEAR(plain text, 2)")).toEqual([0, 1]);
    expect(await find('"quotes and stars"')).toEqual([0]);
    expect(await find("stars*")).toEqual([0]);
  });

  test("answers with nothing where there is nothing", async () => {
    expect(await find("anything")).toEqual([]);
    await write("quiet");
    for (const text of ["", " \n\t", "?!…", "missing", '"missing"']) expect(await find(text)).toEqual([]);
    expect(await find("quiet", { limit: 0 })).toEqual([]);
    expect(await find("quiet", { filter: { userId: "nobody" } })).toEqual([]);
  });

  test("texts in other scripts are found", async () => {
    await write(
      "今日は東京に行きました",
      "Сегодня я был в Москве",
      "हिन्दी में लिखा",
      "오늘은 서울에 갔다",
      "ไปทะเลกับเพื่อน",
    );
    expect(await find("東京")).toEqual([0]);
    expect(await find("москве")).toEqual([1]);
    expect(await find("हिन्दी")).toEqual([2]);
    expect(await find("오늘은")).toEqual([3]);
    expect(await find("ทะเล")).toEqual([4]);
  });

  test("odd texts can be written, and what is found in them", async () => {
    await write("", "\u0000\ud800 lone", "a-".repeat(50_000), "z".repeat(200_000), "😀 smile 😀");
    expect(await find("lone")).toEqual([1]);
    expect(await find("z".repeat(200_000))).toEqual([3]);
    expect(await find("smile")).toEqual([4]);
  });

  test("other users change neither hits nor scores, whatever they write and remove", async () => {
    await write("harbour lights", "harbour walk", "the lights of home");
    const queries = ["harbour", "harbour lights", '"harbour walk"', "walking"];
    const before = await Promise.all(queries.map((text) => search(text)));
    const others = Array.from({ length: 60 }, (_, at) =>
      buildDocument(100 + at, {
        userId: `ben-${at % 4}`,
        texts: ["harbour harbour lights walked walking", "lights"],
      }),
    );
    await subject.index.replace(INDEX, others);
    expect(await Promise.all(queries.map((text) => search(text)))).toEqual(before);
    await subject.index.remove(others.slice(0, 30).map(({ documentId }) => documentId));
    expect(await Promise.all(queries.map((text) => search(text)))).toEqual(before);
  });

  test("without a user everybody's texts are searched, with everybody's statistics", async () => {
    const texts = ["sea comet", "sea sun", "sea sand"];
    await subject.index.replace(
      INDEX,
      texts.map((text, number) => buildDocument(number, { userId: `user-${number}`, texts: [text] })),
    );
    const everybody = await search("sea comet", { filter: {} });
    await subject.index.replace(
      INDEX,
      texts.map((text, number) => buildDocument(number, { texts: [text] })),
    );
    expect(everybody).toEqual(await search("sea comet"));
    expect(numbersOf(everybody)).toEqual([0, 1, 2]);
  });

  test("a document stands for its best passage, and the limit counts documents", async () => {
    await subject.index.replace(INDEX, [
      buildDocument(1, { texts: ["nothing here", ...Array.from({ length: 300 }, () => "sea"), "sea sea"] }),
      buildDocument(2, { texts: ["the sea and a great many other words"] }),
      buildDocument(3, { texts: ["the sea and a great many other words beside these"] }),
    ]);
    const hits = await search("sea", { limit: 2 });
    expect(numbersOf(hits)).toEqual([1, 2]);
    expect(hits[0]?.passage).toEqual({ ordinal: 301, start: 3010, end: 3020 });
  });

  test("documents that match equally well come in the order of their ids", async () => {
    const numbers = Array.from({ length: 200 }, (_, at) => (at * 7) % 200);
    await subject.index.replace(
      INDEX,
      numbers.map((number) => buildDocument(number, { texts: ["sea"] })),
    );
    expect(await find("sea", { limit: 3 })).toEqual([0, 1, 2]);
  });
}
