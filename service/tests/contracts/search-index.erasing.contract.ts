import { expect, test } from "vitest";
import type { Subject } from "./search-index.contract.ts";
import {
  atCosine,
  axis,
  buildDocument,
  documentId,
  INDEX,
  numbersOf,
  OTHER_INDEX as OTHER,
} from "./search-index.fixtures.ts";

export function erasingContract(subject: Subject): void {
  const dense = async (indexId = INDEX, userId = "ada") =>
    numbersOf(await subject.index.searchDense(indexId, { vector: axis(0), filter: { userId }, limit: 10 }));
  const lexical = (text: string, userId?: string) =>
    subject.index.searchLexical(INDEX, {
      text,
      filter: userId === undefined ? {} : { userId },
      limit: 10,
      prefix: true,
    });

  test("nothing is left of a user in any index, and others find what they found before", async () => {
    const { index } = subject;
    await index.create({ id: OTHER, dimension: 8 });
    const others = [
      buildDocument(1, {
        texts: ["sea and salt", "salt of the sea"],
        userId: "ben",
        metadata: { mood: "sad" },
      }),
      buildDocument(2, { texts: ["a walk"], userId: "ben", vectors: [atCosine(0.4)] }),
    ];
    for (const id of [INDEX, OTHER]) await index.replace(id, others);
    const [score, everybodys] = [await lexical("sea", "ben"), await index.describe(INDEX)];
    const own = Array.from({ length: 12 }, (_, i) =>
      buildDocument(10 + i, {
        texts: [`the sea number ${i}`, "xylographer salt"],
        metadata: { mood: "sad" },
      }),
    );
    for (const id of [INDEX, OTHER]) await index.replace(id, own);
    expect(await index.countUser("ada")).toEqual({ documents: 24, passages: 48 });
    expect(await index.countUser("ben")).toEqual({ documents: 4, passages: 6 });

    await index.remove({ userId: "ada" });
    expect(await index.countUser("ada")).toEqual({ documents: 0, passages: 0 });
    expect(await index.countUser("ben")).toEqual({ documents: 4, passages: 6 });
    for (const id of [INDEX, OTHER]) {
      expect([await dense(id), await dense(id, "ben")]).toEqual([[], [1, 2]]);
      expect(await index.listDocuments(id, { limit: 50 })).toEqual([documentId(1), documentId(2)]);
      expect(await index.vectors(id, [documentId(10)])).toEqual([]);
    }
    expect(numbersOf(await lexical("xylographer"))).toEqual([]);
    expect(await lexical("sea", "ben")).toEqual(score);
    expect(await index.describe(INDEX)).toEqual(everybodys);
  });

  test("a user can be removed again, and one whom nobody knows", async () => {
    await subject.index.replace(INDEX, [buildDocument(1)]);
    for (const userId of ["nobody", "ada", "ada", ""]) await subject.index.remove({ userId });
    expect(await subject.index.countUser("ada")).toEqual({ documents: 0, passages: 0 });
    expect(await subject.index.countUser("nobody")).toEqual({ documents: 0, passages: 0 });
  });

  test("a user who was removed and writes again is found as if for the first time", async () => {
    const { index } = subject;
    await index.replace(INDEX, [buildDocument(1, { texts: ["harbour"] }), buildDocument(2)]);
    expect(await dense()).toEqual([1, 2]);
    await index.remove({ userId: "ada" });
    await index.replace(INDEX, [buildDocument(3, { texts: ["harbour light"], vectors: [atCosine(0.5)] })]);
    expect(await dense()).toEqual([3]);
    expect(numbersOf(await lexical("harbour", "ada"))).toEqual([3]);
    await index.replace(INDEX, [buildDocument(4, { userId: "new", texts: ["harbour"] })]);
    expect(await dense(INDEX, "new")).toEqual([4]);
    expect(numbersOf(await lexical("harbour", "new"))).toEqual([4]);
  });

  test("more than fits into one part is removed too", async () => {
    const { index } = subject;
    const many = Array.from({ length: 700 }, (_, i) => buildDocument(i, { texts: [`word${i} shared`] }));
    await index.replace(INDEX, many);
    await index.replace(INDEX, [buildDocument(1000, { userId: "ben", texts: ["shared word7"] })]);
    await index.remove({ userId: "ada" });
    expect(await index.countUser("ada")).toEqual({ documents: 0, passages: 0 });
    expect(numbersOf(await lexical("shared"))).toEqual([1000]);
    expect(numbersOf(await lexical("word7"))).toEqual([1000]);
    await subject.reopen();
    expect(numbersOf(await lexical("word7", "ben"))).toEqual([1000]);
    expect(await dense(INDEX, "ben")).toEqual([1000]);
  });
}
