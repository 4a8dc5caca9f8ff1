import { describe, expect, test } from "vitest";
import type { SearchFilter } from "../../src/ports/search-index/search-index.ts";
import type { Subject } from "./search-index.contract.ts";
import { axis, buildDocument, type DocumentOptions, INDEX, numbersOf } from "./search-index.fixtures.ts";

const LEGS = ["dense", "lexical"] as const;

/** Filters work the same in both legs. */
export function filterContract(subject: Subject): void {
  describe.each(LEGS)("of the %s leg", (leg) => {
    const write = (documents: DocumentOptions[]) =>
      subject.index.replace(
        INDEX,
        documents.map((document, number) => buildDocument(number, document)),
      );

    async function find(filter: SearchFilter): Promise<number[]> {
      const hits =
        leg === "dense"
          ? await subject.index.searchDense(INDEX, { vector: axis(0), filter, limit: 20 })
          : await subject.index.searchLexical(INDEX, { text: "quiet", filter, limit: 20 });
      return numbersOf(hits).sort((a, b) => a - b);
    }

    test("user", async () => {
      const users = ["ada", "Ada", "ada ", "ad", "a%", "*", "üser ☃", "' OR 1=1 --"];
      await write(users.map((userId) => ({ userId })));
      for (const [number, userId] of users.entries()) expect(await find({ userId })).toEqual([number]);
      expect(await find({ userId: "nobody" })).toEqual([]);
      expect(await find({})).toEqual(users.map((_, number) => number));
    });

    test("document type", async () => {
      await write([{ documentType: "journal_entry" }, { documentType: "note" }, { documentType: "Note" }]);
      expect(await find({ documentType: "note" })).toEqual([1]);
      expect(await find({ userId: "ada", documentType: "journal_entry" })).toEqual([0]);
      expect(await find({ documentType: "none" })).toEqual([]);
    });

    test("dates, both inclusive", async () => {
      await write([-5, 0, 1_700_000_000_000, 1_700_000_000_001].map((date) => ({ date })));
      expect(await find({ dateFrom: 0, dateTo: 1_700_000_000_000 })).toEqual([1, 2]);
      expect(await find({ userId: "ada", dateFrom: 1_700_000_000_001 })).toEqual([3]);
      expect(await find({ dateTo: -5 })).toEqual([0]);
      expect(await find({ dateFrom: 2, dateTo: 1 })).toEqual([]);
    });

    test("metadata, by value and kind of value", async () => {
      const values = ["1", 1, true, "true", null, "null", 1.5, -0, "", 'it\'s "so" % \\', "x".repeat(5000)];
      await write([...values.map((value) => ({ metadata: { key: value } })), { metadata: {} }]);
      for (const [number, value] of values.entries()) {
        expect(await find({ metadata: { key: value } })).toEqual([number]);
        expect(await find({ userId: "ada", metadata: { key: value } })).toEqual([number]);
      }
      expect(await find({ metadata: { key: 0 } })).toEqual([7]);
      expect(await find({ metadata: { other: 1 } })).toEqual([]);
      expect(await find({ metadata: { key: `${"x".repeat(4999)}y` } })).toEqual([]);
      expect(await find({ metadata: {} })).toHaveLength(values.length + 1);
    });

    test("metadata, by any key", async () => {
      const keys = ["a", "a.b", "A", "", "$.a", "a[0]", 'it\'s "so"', "ключ", "__proto__", "constructor"];
      await write(keys.map((key) => ({ metadata: Object.fromEntries([[key, "v"]]) })));
      for (const [number, key] of keys.entries()) {
        expect(await find({ metadata: Object.fromEntries([[key, "v"]]) })).toEqual([number]);
      }
    });

    test("metadata, nested values are not matched", async () => {
      await write([{ metadata: { place: { city: "Bern" }, tags: ["a", "b"], mood: "calm" } }]);
      for (const metadata of [
        { city: "Bern" },
        { "place.city": "Bern" },
        { tags: "a" },
        { tags: '["a","b"]' },
      ]) {
        expect(await find({ metadata })).toEqual([]);
      }
      expect(await find({ metadata: { mood: "calm" } })).toEqual([0]);
    });

    test("metadata, every pair must be there", async () => {
      await write([{ metadata: { a: 1, b: 2 } }, { metadata: { a: 1 } }, { metadata: { a: 1, b: 3 } }]);
      expect(await find({ metadata: { a: 1 } })).toEqual([0, 1, 2]);
      expect(await find({ metadata: { a: 1, b: 2 } })).toEqual([0]);
      expect(await find({ metadata: { a: 2, b: 2 } })).toEqual([]);
    });

    test("all together", async () => {
      const wanted = { userId: "ada", documentType: "note", metadata: { mood: "calm" }, date: 10 };
      await write([
        wanted,
        { ...wanted, userId: "ben" },
        { ...wanted, documentType: "journal_entry" },
        { ...wanted, metadata: { mood: "sad" } },
        { ...wanted, date: 9 },
        { ...wanted, date: 11 },
      ]);
      const filter = { documentType: "note", metadata: { mood: "calm" }, dateFrom: 10, dateTo: 10 };
      expect(await find({ userId: "ada", ...filter })).toEqual([0]);
      expect(await find(filter)).toEqual([0, 1]);
    });

    test("a date that is not a number is refused", async () => {
      await write([{}]);
      await expect(find({ dateFrom: Number.NaN })).rejects.toMatchObject({ code: "invalid_value" });
    });
  });
}
