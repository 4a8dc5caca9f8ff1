import { describe, expect, it } from "vitest";
import { BatchQueue, type Pending } from "./batch-queue.ts";

const PADDED = { equalLengths: false };
const UNPADDED = { equalLengths: true };

const text = (length: number, urgent = false): Pending => ({
  ids: new Int32Array(length),
  urgent,
  since: 0,
  resolve: () => {},
  reject: () => {},
});
const lengths = (batch: readonly Pending[]) => batch.map((item) => item.ids.length);

describe("BatchQueue", () => {
  it("takes queries before bulk work, in the order they came", () => {
    const queue = new BatchQueue(100, PADDED);
    const [bulk, first, second] = [text(10), text(30, true), text(5, true)];
    queue.add([bulk]);
    queue.add([first, second]);
    expect(queue.take()).toEqual([first, second]);
    expect(queue.take()).toEqual([bulk]);
    expect(queue.take()).toEqual([]);
  });

  it("keeps the padded size of a batch within the bound", () => {
    const queue = new BatchQueue(100, PADDED);
    queue.add([5, 50, 7, 49, 6, 51, 8].map((length) => text(length)));
    for (let batch = queue.take(); batch.length > 0; batch = queue.take()) {
      expect(batch.length * Math.max(...lengths(batch))).toBeLessThanOrEqual(100);
    }
    expect(queue.tokens).toBe(0);
  });

  it("puts texts of like length together", () => {
    const queue = new BatchQueue(64, PADDED);
    queue.add([16, 2, 16, 2, 16, 2, 16].map((length) => text(length)));
    expect(lengths(queue.take())).toEqual([16, 16, 16, 16]);
    expect(lengths(queue.take())).toEqual([2, 2, 2]);
  });

  it("never leaves the oldest text behind", () => {
    const queue = new BatchQueue(40, PADDED);
    const oldest = text(3);
    queue.add([oldest]);
    queue.add(Array.from({ length: 50 }, () => text(20)));
    expect(queue.take()).toEqual([oldest]);
  });

  it("has what came few at a time lead every other batch", () => {
    const queue = new BatchQueue(40, PADDED);
    queue.add(Array.from({ length: 60 }, () => text(20)));
    queue.add([text(3), text(9)]);
    queue.add([text(6)]);
    const taken = Array.from({ length: 7 }, () => lengths(queue.take()));
    const many = [20, 20];
    expect(taken).toEqual([[3], many, [6, 9], many, many, many, many]);
  });

  it("takes a text larger than the bound alone", () => {
    const queue = new BatchQueue(10, PADDED);
    const large = text(200);
    queue.add([large, text(1)]);
    expect(queue.take()).toContain(large);
  });

  it("forgets what was taken out, and counts its tokens no more", () => {
    const queue = new BatchQueue(100, PADDED);
    const [gone, kept, query] = [text(10), text(20), text(5, true)];
    queue.add([gone, kept, query]);
    queue.remove([gone, query]);
    queue.remove([gone]);
    expect(queue.tokens).toBe(20);
    expect(queue.urgentTokens).toBe(0);
    expect(queue.take()).toEqual([kept]);
    expect(queue.take()).toEqual([]);
  });

  it("takes what was put back as if it had never been taken", () => {
    const queue = new BatchQueue(40, PADDED);
    const [first, second, query, later] = [text(20), text(40), text(5, true), text(6, true)];
    queue.add([first, second, query]);
    const taken = [queue.take(), queue.take()];
    expect(taken).toEqual([[query], [first]]);
    queue.add([later]);
    queue.putBack(taken.flat());
    expect(queue.tokens).toBe(20 + 40 + 5 + 6);
    expect([queue.take(), queue.take(), queue.take()]).toEqual([[query, later], [first], [second]]);
    expect(queue.tokens).toBe(0);
  });

  it("never mixes lengths where the model takes no padding, queries neither", () => {
    const queue = new BatchQueue(100, UNPADDED);
    queue.add([10, 11, 10, 12, 11].map((length) => text(length)));
    queue.add([4, 5, 4].map((length) => text(length, true)));
    const batches: number[][] = [];
    for (let batch = queue.take(); batch.length > 0; batch = queue.take()) batches.push(lengths(batch));
    expect(batches).toEqual([[4, 4], [5], [10, 10], [11, 11], [12]]);
  });
});
