import { expect, test } from "vitest";
import type { DenseQuery, SearchFilter } from "../../src/ports/search-index/search-index.ts";
import { bruteForce } from "./search-index.brute-force.ts";
import type { Subject } from "./search-index.contract.ts";
import {
  atCosine,
  axis,
  buildDocument,
  INDEX,
  numbersOf,
  randomNumbers,
  randomUnit,
} from "./search-index.fixtures.ts";

export function denseContract(subject: Subject): void {
  const search = (query: Partial<DenseQuery> = {}) =>
    subject.index.searchDense(INDEX, { vector: axis(0), filter: { userId: "ada" }, limit: 10, ...query });

  test("finds exactly what comparing with every vector finds", async () => {
    const random = randomNumbers(7);
    const documents = Array.from({ length: 300 }, (_, number) =>
      buildDocument(number, {
        userId: `user-${number % 3}`,
        documentType: number % 2 ? "note" : "journal_entry",
        metadata: { mood: number % 5 ? "calm" : "sad" },
        date: number * 1000,
        vectors: Array.from({ length: 1 + (number % 4) }, () => randomUnit(random)),
      }),
    );
    await subject.index.replace(INDEX, documents);
    const filters: SearchFilter[] = [
      {},
      { userId: "user-1" },
      { documentType: "note" },
      { userId: "user-2", dateFrom: 50_000, dateTo: 200_000 },
      { userId: "user-0", documentType: "note", metadata: { mood: "sad" }, dateFrom: 20_000 },
    ];
    for (const filter of filters) {
      for (const limit of [1, 7, 400]) {
        const vector = randomUnit(random);
        const expected = bruteForce(documents, { vector, filter, limit });
        const found = await search({ vector, filter, limit });
        expect(found.map(({ documentId, passage }) => [documentId, passage.ordinal])).toEqual(
          expected.map(({ documentId, ordinal }) => [documentId, ordinal]),
        );
        for (const [at, { score }] of found.entries()) expect(score).toBeCloseTo(expected[at]?.score ?? 2, 5);
      }
    }
  });

  test("gives the cosine of the best passage, and where it stands", async () => {
    await subject.index.replace(INDEX, [
      buildDocument(1, { vectors: [atCosine(-0.5), atCosine(0.75), atCosine(0.25)] }),
      buildDocument(2, { vectors: [axis(0)] }),
      buildDocument(3, { vectors: [axis(0).map((component) => -component)] }),
    ]);
    const hits = await search();
    expect(numbersOf(hits)).toEqual([2, 1, 3]);
    expect(hits[1]?.passage).toEqual({ ordinal: 1, start: 10, end: 20 });
    for (const [at, score] of [1, 0.75, -1].entries()) expect(hits[at]?.score).toBeCloseTo(score, 5);
    for (const { score } of hits) expect(Math.abs(score)).toBeLessThanOrEqual(1);
  });

  test("the limit counts documents, however many passages one has", async () => {
    const near = Array.from({ length: 1000 }, (_, at) => atCosine(1 - at / 10_000));
    await subject.index.replace(INDEX, [
      buildDocument(1, { vectors: near }),
      ...[2, 3, 4, 5].map((number) => buildDocument(number, { vectors: [atCosine(0.8 - number / 10)] })),
    ]);
    expect(numbersOf(await search({ limit: 3 }))).toEqual([1, 2, 3]);
    expect(numbersOf(await search({ limit: 100 }))).toEqual([1, 2, 3, 4, 5]);
  });

  test("documents that are equally near come in the order of their ids, however many", async () => {
    const numbers = Array.from({ length: 4500 }, (_, at) => (at * 7) % 4500);
    for (let at = 0; at < numbers.length; at += 500) {
      const part = numbers.slice(at, at + 500);
      await subject.index.replace(
        INDEX,
        part.map((number) => buildDocument(number, { vectors: [axis(0)] })),
      );
    }
    expect(numbersOf(await search({ limit: 4 }))).toEqual([0, 1, 2, 3]);
    expect((await search({ limit: 4400 })).length).toBe(4400);
    expect(numbersOf(await search({ limit: 9000 }))).toEqual(numbers.toSorted((a, b) => a - b));
  });

  test("nothing below the least score is returned", async () => {
    await subject.index.replace(
      INDEX,
      [0.9, 0.6, 0.3].map((value, number) => buildDocument(number, { vectors: [atCosine(value)] })),
    );
    expect(numbersOf(await search({ minScore: 0.5 }))).toEqual([0, 1]);
    expect(numbersOf(await search({ minScore: 0.95 }))).toEqual([]);
  });

  test("answers with nothing where there is nothing", async () => {
    expect(await search()).toEqual([]);
    await subject.index.replace(INDEX, [buildDocument(1)]);
    expect(await search({ filter: { userId: "nobody" } })).toEqual([]);
    expect(await search({ limit: 0 })).toEqual([]);
  });

  test("a query of another dimension or without direction is refused", async () => {
    await expect(search({ vector: new Float32Array(7).fill(1) })).rejects.toMatchObject({
      code: "dimension_mismatch",
    });
    for (const vector of [new Float32Array(8).fill(Number.NaN), new Float32Array(8)]) {
      await expect(search({ vector })).rejects.toMatchObject({ code: "invalid_value" });
    }
  });
}
