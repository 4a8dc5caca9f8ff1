import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { BatchClaims } from "./batch-claims.ts";

describe("BatchClaims", () => {
  it("gives a batch to whoever comes first, and to nobody else", () => {
    const pool = new BatchClaims();
    const worker = new BatchClaims(pool.memory);
    pool.offer(1);
    pool.offer(2);
    expect(worker.take(1)).toBe(true);
    expect(pool.take(1)).toBe(false);
    expect(pool.take(2)).toBe(true);
    expect(worker.take(2)).toBe(false);
    pool.offer(3);
    expect(worker.take(2)).toBe(false);
    expect(worker.take(3)).toBe(true);
  });

  it("holds between threads that grab at once", async () => {
    const claims = new BatchClaims();
    const rounds = 20_000;
    // Cells beside: who of the two is ready for which round, and how many the other got.
    const shared = new Int32Array(new SharedArrayBuffer(12));
    const module = new URL("./batch-claims.ts", import.meta.url).href;
    const code = `
      import { workerData } from "node:worker_threads";
      const { BatchClaims } = await import(${JSON.stringify(module)});
      const claims = new BatchClaims(workerData.memory);
      for (let round = 1; round <= ${rounds}; round++) {
        while (Atomics.load(workerData.shared, 0) < round);
        if (claims.take(round)) Atomics.add(workerData.shared, 2, 1);
        Atomics.store(workerData.shared, 1, round);
      }`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
      workerData: { memory: claims.memory, shared },
    });
    await once(worker, "online");
    let ours = 0;
    for (let round = 1; round <= rounds; round++) {
      claims.offer(round);
      Atomics.store(shared, 0, round);
      if (claims.take(round)) ours++;
      while (Atomics.load(shared, 1) < round);
    }
    expect(ours + Atomics.load(shared, 2)).toBe(rounds);
    await worker.terminate();
  });
});
