import { expect, test } from "vitest";
import { createKernels } from "./kernel.ts";

test.each([1, 2, 3, 7])("%i rows are compared with the query, and nothing else is written", (count) => {
  const { cosines: kernel, memory } = createKernels(1);
  const floats = new Float32Array(memory.buffer);
  const width = 32;
  const [query, rows, scores] = [0, 64, 1024];
  const value = (at: number) => Math.sin(at * 7) / 8;
  for (let at = 0; at < width; at++) floats[query + at] = value(at);
  for (let at = 0; at < width * 8; at++) floats[rows + at] = value(at + 5);
  floats.fill(9, scores, scores + 16);
  kernel(rows * 4, count, width * 4, query * 4, scores * 4);
  for (let row = 0; row < 16; row++) {
    let expected = 0;
    for (let at = 0; at < width; at++) expected += value(at) * value(row * width + at + 5);
    expect(floats[scores + row]).toBeCloseTo(row < count ? expected : 9, 5);
  }
});

test("a product past the bounds of a cosine is cut", () => {
  const { cosines: kernel, memory } = createKernels(1);
  const floats = new Float32Array(memory.buffer);
  floats.set([1.01], 0);
  floats.set([1], 16);
  floats.set([-1], 32);
  kernel(64, 2, 64, 0, 1024);
  expect([...floats.subarray(256, 258)]).toEqual([1, -1]);
});

test("an inner product is not", () => {
  const { innerProducts, memory } = createKernels(1);
  const floats = new Float32Array(memory.buffer);
  floats.set([1.5], 0);
  floats.set([2], 16);
  innerProducts(64, 1, 64, 0, 1024);
  expect(floats[256]).toBe(3);
});
