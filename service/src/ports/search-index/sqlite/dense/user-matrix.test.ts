import { expect, test } from "vitest";
import { bestDocuments } from "./best-documents.ts";
import { MatrixCache } from "./matrix-cache.ts";
import { UserMatrix } from "./user-matrix.ts";
import { rowsPerBlock, VectorBlocks } from "./vector-blocks.ts";

const DIMENSION = 500;
const ROWS = rowsPerBlock(DIMENSION);

/** A unit vector at this cosine from the query. */
function vectorAt(cosine: number): Float32Array {
  const vector = new Float32Array(DIMENSION);
  vector[0] = cosine;
  vector[DIMENSION - 1] = Math.sqrt(1 - cosine * cosine);
  return vector;
}

function createCache(blocks: number): MatrixCache {
  const cache = new MatrixCache(new VectorBlocks(blocks * 32_768));
  cache.blocks.setQuery(vectorAt(1));
  return cache;
}

/** A matrix whose documents have one passage each, of the same key. */
function fill(cache: MatrixCache, userKey: number, documents: number): UserMatrix {
  const matrix = new UserMatrix(cache.blocks, DIMENSION);
  cache.add("index", userKey, matrix);
  for (let key = 1; key <= documents; key++) append(cache, matrix, key, key / (documents + 1));
  return matrix;
}

function append(cache: MatrixCache, matrix: UserMatrix, key: number, cosine: number, ordinal = 0): void {
  const row = { documentKey: key, passageKey: key * 10 + ordinal, ordinal, vector: vectorAt(cosine) };
  matrix.append(row, cache.takeBlock);
}

const scoresOf = (matrix: UserMatrix) =>
  new Map(bestDocuments([matrix.score()], { count: 1000 }).map((it) => [it.documentKey, it.score]));

test("rows survive that others around them come and go", () => {
  const cache = createCache(20);
  const matrix = new UserMatrix(cache.blocks, DIMENSION);
  cache.add("index", 1, matrix);
  const expected = new Map<number, number>();
  for (let step = 0; step < 600; step++) {
    const key = (step * 31) % 97;
    const cosine = ((step * 13) % 89) / 89;
    matrix.removeDocuments([key]);
    expected.delete(key);
    if (step % 3 === 0) continue;
    append(cache, matrix, key, cosine);
    expected.set(key, cosine);
  }
  const found = scoresOf(matrix);
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, cosine] of expected) expect(found.get(key)).toBeCloseTo(cosine, 5);
});

test("a document has the score of its best passage, the first of equal ones", () => {
  const cache = createCache(1);
  const matrix = fill(cache, 1, 0);
  for (const [ordinal, cosine] of [
    [2, 0.5],
    [3, 0.25],
    [1, 0.5],
    [4, 0.5],
  ] as const) {
    append(cache, matrix, 7, cosine, ordinal);
  }
  expect(bestDocuments([matrix.score()], { count: 1 })).toEqual([
    { documentKey: 7, passageKey: 71, ordinal: 1, score: 0.5 },
  ]);
});

test("documents that tie for the last place all come", () => {
  const cache = createCache(2);
  const matrix = fill(cache, 1, 0);
  for (const [at, cosine] of [0.5, 0.25, 0.75, 0.5, 0.5, 0.25].entries()) append(cache, matrix, at, cosine);
  const keys = (count: number, minScore?: number) =>
    bestDocuments([matrix.score()], { count, minScore }).map((it) => it.documentKey);
  expect(keys(1)).toEqual([2]);
  expect(keys(2)).toEqual([0, 2, 3, 4]);
  expect(keys(6, 0.3)).toEqual([0, 2, 3, 4]);
});

test("the matrix that was not used for longest makes room", () => {
  const cache = createCache(3);
  for (const userKey of [1, 2, 3]) fill(cache, userKey, ROWS);
  cache.get("index", 1);
  const fourth = fill(cache, 4, ROWS);
  expect([1, 2, 3, 4].map((userKey) => cache.get("index", userKey) !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(scoresOf(fourth).size).toBe(ROWS);
});

test("blocks of a matrix that shrinks can be used by another", () => {
  const cache = createCache(2);
  const first = fill(cache, 1, 2 * ROWS);
  first.removeDocuments(Array.from({ length: ROWS }, (_, at) => at + 1));
  fill(cache, 2, ROWS);
  expect(cache.get("index", 1)).toBe(first);
  expect(scoresOf(first).size).toBe(ROWS);
});

test("a matrix that alone needs more than there is fails, and what it needs is known before", () => {
  const cache = createCache(2);
  expect(cache.blocks.fits([2 * ROWS], DIMENSION)).toBe(true);
  expect(cache.blocks.fits([2 * ROWS + 1], DIMENSION)).toBe(false);
  expect(cache.blocks.fits([ROWS + 1, 1], DIMENSION)).toBe(false);
  expect(() => fill(cache, 1, 2 * ROWS + 1)).toThrow("outgrown");
});

test("vectors that are not unit length count by their direction", () => {
  const cache = createCache(1);
  const matrix = fill(cache, 1, 0);
  const vector = vectorAt(0.6).map((component) => component * 30);
  matrix.append({ documentKey: 1, passageKey: 1, ordinal: 0, vector }, cache.takeBlock);
  expect(scoresOf(matrix).get(1)).toBeCloseTo(0.6, 5);
});
