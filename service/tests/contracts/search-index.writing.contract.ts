import { expect, test } from "vitest";
import type { Subject } from "./search-index.contract.ts";
import {
  atCosine,
  axis,
  buildAttributes,
  buildDocument,
  documentId,
  INDEX,
  INDEXES_ALIKE,
  idsOf,
  numbersOf,
  OTHER_INDEX as OTHER,
} from "./search-index.fixtures.ts";

export function writingContract(subject: Subject): void {
  const dense = async (indexId = INDEX, userId = "ada") =>
    numbersOf(await subject.index.searchDense(indexId, { vector: axis(0), filter: { userId }, limit: 10 }));
  const lexical = (text: string, userId = "ada") =>
    subject.index.searchLexical(INDEX, { text, filter: { userId }, limit: 10 });
  const counts = async (indexId = INDEX) => {
    const { documents, passages } = await subject.index.describe(indexId);
    return { documents, passages };
  };

  test("an index that exists is left as it is by another create", async () => {
    await subject.index.replace(INDEX, [buildDocument(1)]);
    await subject.index.create({ id: INDEX, dimension: 8 });
    expect(await dense()).toEqual([1]);
  });

  test("an index can be activated again and again, and another instead", async () => {
    await subject.index.create({ id: OTHER, dimension: 8 });
    await subject.index.replace(INDEX, [buildDocument(1)]);
    for (const id of [INDEX, INDEX, OTHER, INDEX]) await subject.index.activate(id);
    expect(await dense()).toEqual([1]);
    expect(await dense(OTHER)).toEqual([]);
  });

  test("an index keeps its dimension", async () => {
    await subject.index.replace(INDEX, [buildDocument(1)]);
    await expect(subject.index.create({ id: INDEX, dimension: 9 })).rejects.toMatchObject({
      code: "dimension_mismatch",
    });
    expect(await dense()).toEqual([1]);
  });

  test("a dropped index is gone, the others stay", async () => {
    await subject.index.create({ id: OTHER, dimension: 8 });
    for (const id of [INDEX, OTHER]) await subject.index.replace(id, [buildDocument(1)]);
    expect(await dense()).toEqual([1]);
    await subject.index.drop(INDEX);
    await expect(dense()).rejects.toMatchObject({ code: "index_unavailable" });
    expect(await dense(OTHER)).toEqual([1]);
    await subject.index.drop(INDEX);
    await subject.index.create({ id: INDEX, dimension: 3 });
    expect(await counts()).toEqual({ documents: 0, passages: 0 });
  });

  test("indexes whose ids look alike are apart", async () => {
    for (const [at, id] of INDEXES_ALIKE.entries()) {
      await subject.index.create({ id, dimension: 8 });
      await subject.index.replace(id, [buildDocument(at + 10)]);
    }
    for (const [at, id] of INDEXES_ALIKE.entries()) expect(await dense(id)).toEqual([at + 10]);
    expect(await dense()).toEqual([]);
  });

  test("every call on an unknown index says so", async () => {
    const { index } = subject;
    const filter = {};
    for (const call of [
      () => index.replace("none", [buildDocument(1)]),
      () => index.updateAttributes("none", documentId(1), buildAttributes({})),
      () => index.searchDense("none", { vector: axis(0), filter, limit: 1 }),
      () => index.searchLexical("none", { text: "quiet", filter, limit: 1 }),
      () => index.listDocuments("none", { limit: 1 }),
      () => index.vectors("none", [documentId(1)]),
      () => index.describe("none"),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "index_unavailable" });
    }
  });

  test("a document is found as soon as it is written, by both legs", async () => {
    await subject.index.replace(INDEX, [buildDocument(1, { texts: ["a walk", "by the sea"] })]);
    expect(await dense()).toEqual([1]);
    expect(numbersOf(await lexical("sea"))).toEqual([1]);
    expect(await counts()).toEqual({ documents: 1, passages: 2 });
  });

  test("a replaced document has nothing left of what it was", async () => {
    const before = buildDocument(1, {
      texts: ["harbour", "garden", "kitchen"],
      vectors: [axis(0), axis(1), axis(2)],
    });
    await subject.index.replace(INDEX, [before, buildDocument(2, { vectors: [atCosine(0.5)] })]);
    await subject.index.replace(INDEX, [buildDocument(1, { texts: ["garden path"], vectors: [axis(5)] })]);
    expect(numbersOf(await lexical("harbour kitchen"))).toEqual([]);
    expect(numbersOf(await lexical("garden"))).toEqual([1]);
    expect(await dense()).toEqual([2, 1]);
    expect(await counts()).toEqual({ documents: 2, passages: 2 });
  });

  test("writing the same again changes nothing", async () => {
    const documents = [
      buildDocument(1, { texts: ["sea salt", "sea"] }),
      buildDocument(2, { texts: ["salt"] }),
    ];
    await subject.index.replace(INDEX, documents);
    const before = await lexical("sea salt");
    await subject.index.replace(INDEX, documents);
    expect(await lexical("sea salt")).toEqual(before);
    expect(await counts()).toEqual({ documents: 2, passages: 3 });
  });

  test("of a document that stands twice in a call the last one holds", async () => {
    await subject.index.replace(INDEX, [
      buildDocument(1, { texts: ["old"] }),
      buildDocument(1, { texts: ["new"] }),
    ]);
    expect(numbersOf(await lexical("old"))).toEqual([]);
    expect(numbersOf(await lexical("new"))).toEqual([1]);
  });

  test("a document can move to another user", async () => {
    await subject.index.replace(INDEX, [buildDocument(1, { texts: ["harbour"] })]);
    await subject.index.replace(INDEX, [buildDocument(1, { texts: ["harbour"], userId: "ben" })]);
    expect([await dense(), numbersOf(await lexical("harbour"))]).toEqual([[], []]);
    expect(await dense(INDEX, "ben")).toEqual([1]);
    expect(numbersOf(await lexical("harbour", "ben"))).toEqual([1]);
    expect(await counts()).toEqual({ documents: 1, passages: 1 });
  });

  test.each([
    ["too few components", new Float32Array(7).fill(1), "dimension_mismatch"],
    ["too many components", new Float32Array(9).fill(1), "dimension_mismatch"],
    ["a component that is not a number", new Float32Array(8).fill(Number.NaN), "invalid_value"],
    ["an infinite component", new Float32Array(8).fill(Number.POSITIVE_INFINITY), "invalid_value"],
    ["no direction", new Float32Array(8), "invalid_value"],
  ])("a vector with %s is refused, with all that came with it", async (_what, vector, code) => {
    await subject.index.replace(INDEX, [buildDocument(1, { texts: ["before"] })]);
    const refused = subject.index.replace(INDEX, [
      buildDocument(1, { texts: ["after"] }),
      buildDocument(2, { texts: ["a", "b"], vectors: [axis(0), vector] }),
    ]);
    await expect(refused).rejects.toMatchObject({ code });
    expect(numbersOf(await lexical("before after"))).toEqual([1]);
    expect(numbersOf(await lexical("after"))).toEqual([]);
    expect(await counts()).toEqual({ documents: 1, passages: 1 });
  });

  test("vectors that are views of a larger buffer are taken by themselves", async () => {
    const batch = new Float32Array(24);
    batch.set(axis(3), 8);
    await subject.index.replace(INDEX, [buildDocument(1, { vectors: [batch.subarray(8, 16)] })]);
    expect(await subject.index.vectors(INDEX, [documentId(1)])).toEqual([
      { documentId: documentId(1), ordinal: 0, vector: axis(3) },
    ]);
    expect(batch.length).toBe(24);
  });

  test("a document without passages is listed and never found", async () => {
    await subject.index.replace(INDEX, [buildDocument(1, { texts: ["quiet"] })]);
    await subject.index.replace(INDEX, [buildDocument(1, { texts: [] })]);
    expect(await subject.index.listDocuments(INDEX, { limit: 5 })).toEqual([documentId(1)]);
    expect([await dense(), await lexical("quiet")]).toEqual([[], []]);
  });

  test("changed attributes are what filters see, vectors and words stay", async () => {
    const { index } = subject;
    await index.replace(INDEX, [
      buildDocument(1, { texts: ["harbour"], metadata: { mood: "sad" }, date: 5 }),
    ]);
    const [before] = await lexical("harbour");
    const changed = buildAttributes({ documentType: "note", metadata: { mood: "calm" }, date: 9 });
    await index.updateAttributes(INDEX, documentId(1), changed);
    const find = async (filter: object) =>
      numbersOf(await index.searchLexical(INDEX, { text: "harbour", filter, limit: 5 }));
    expect(await find({ documentType: "note", metadata: { mood: "calm" }, dateFrom: 9 })).toEqual([1]);
    for (const old of [{ documentType: "journal_entry" }, { metadata: { mood: "sad" } }, { dateTo: 8 }]) {
      expect(await find(old)).toEqual([]);
    }
    expect(await lexical("harbour")).toEqual([before]);
    await index.updateAttributes(INDEX, documentId(99), changed);
    expect(await counts()).toEqual({ documents: 1, passages: 1 });
  });

  test("a removed document leaves nothing in any index", async () => {
    const { index } = subject;
    const kept = buildDocument(1, { texts: ["sea and salt"] });
    const removed = buildDocument(2, {
      texts: ["the sea, the sea", "secretword 2024-03-01"],
      metadata: { mood: "sad" },
    });
    await index.create({ id: OTHER, dimension: 8 });
    await index.replace(INDEX, [kept]);
    const [scoreBefore] = await lexical("sea");
    for (const id of [INDEX, OTHER]) await index.replace(id, [kept, removed]);
    await index.remove([removed.documentId, documentId(99)]);
    for (const id of [INDEX, OTHER]) {
      expect(await dense(id)).toEqual([1]);
      expect(await index.listDocuments(id, { limit: 9 })).toEqual([kept.documentId]);
      expect(await index.vectors(id, [removed.documentId])).toEqual([]);
      expect(await counts(id)).toEqual({ documents: 1, passages: 1 });
      for (const text of ["secretword", "2024-03-01", '"the sea"', "secretw"]) {
        expect(await index.searchLexical(id, { text, filter: {}, limit: 5, prefix: true })).toEqual([]);
      }
    }
    expect(await lexical("sea")).toEqual([scoreBefore]);
  });

  test("document ids come in ascending order, page by page", async () => {
    const numbers = Array.from({ length: 23 }, (_, at) => (at * 7) % 23);
    await subject.index.replace(
      INDEX,
      numbers.map((number) => buildDocument(number)),
    );
    const listed: string[] = [];
    for (;;) {
      const after = listed.at(-1);
      const page = await subject.index.listDocuments(INDEX, { limit: 5, ...(after ? { after } : {}) });
      expect(page.length).toBeLessThanOrEqual(5);
      if (page.length === 0) break;
      listed.push(...page);
    }
    expect(listed).toEqual(numbers.sort((a, b) => a - b).map(documentId));
  });

  test("the vectors of documents are those that were written", async () => {
    const documents = [1, 2, 3].map((number) =>
      buildDocument(number, { vectors: [axis(number), atCosine(0.25)] }),
    );
    await subject.index.replace(INDEX, documents);
    const found = await subject.index.vectors(INDEX, [
      documentId(3),
      documentId(1),
      documentId(3),
      documentId(99),
    ]);
    found.sort((a, b) => a.documentId.localeCompare(b.documentId) || a.ordinal - b.ordinal);
    const [first, , third] = documents;
    expect(found).toEqual(
      [first, third].flatMap((document) =>
        document?.passages.map(({ ordinal, vector }) => ({
          documentId: document.documentId,
          ordinal,
          vector,
        })),
      ),
    );
  });

  test("everything is there again after it has been opened anew", async () => {
    await subject.index.replace(INDEX, [buildDocument(1, { texts: ["harbour"] }), buildDocument(2)]);
    await subject.index.remove([documentId(2)]);
    await subject.reopen();
    expect(await dense()).toEqual([1]);
    expect(numbersOf(await lexical('"harbour"'))).toEqual([1]);
    await expect(subject.index.create({ id: INDEX, dimension: 9 })).rejects.toThrow();
    await subject.index.replace(INDEX, [buildDocument(3, { texts: ["harbour"] })]);
    expect(numbersOf(await lexical("harbour"))).toEqual([1, 3]);
  });

  test("searches during writes see each document whole", async () => {
    const state = (round: number) =>
      Array.from({ length: 20 }, (_, number) =>
        buildDocument(number, { texts: Array.from({ length: 3 }, () => `shared round${round}`) }),
      );
    await subject.index.replace(INDEX, state(0));
    let writing = true;
    const writes = (async () => {
      for (let round = 1; round <= 15; round++) await subject.index.replace(INDEX, state(round));
      writing = false;
    })();
    let searches = 0;
    while (writing || searches < 5) {
      const [hits, near, list] = await Promise.all([
        subject.index.searchLexical(INDEX, { text: "shared", filter: { userId: "ada" }, limit: 50 }),
        subject.index.searchDense(INDEX, { vector: axis(0), filter: { userId: "ada" }, limit: 50 }),
        subject.index.listDocuments(INDEX, { limit: 50 }),
      ]);
      expect([idsOf(hits), idsOf(near)]).toEqual([list, list]);
      searches++;
    }
    await writes;
    expect(numbersOf(await lexical("round14"))).toEqual([]);
    expect((await lexical("round15")).length).toBe(10);
    expect(await counts()).toEqual({ documents: 20, passages: 60 });
  });

  test("a closed index refuses calls, and may be closed twice", async () => {
    const { index } = subject;
    await index.close();
    await expect(index.describe(INDEX)).rejects.toMatchObject({ code: "stopping" });
    await index.close();
    await subject.reopen();
  });
}
