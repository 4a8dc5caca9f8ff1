import { beforeEach, expect, it } from "vitest";
import { Breaker } from "./breaker.ts";

let now: number;
let breaker: Breaker;
beforeEach(() => {
  now = 1_000;
  breaker = new Breaker(() => now);
});

const fail = (count = 1) => {
  for (let i = 0; i < count; i++) {
    breaker.enter();
    breaker.failed();
  }
};

it("opens after five failures in a row, not before", () => {
  fail(4);
  breaker.succeeded();
  fail(4);
  expect(breaker.leftMs).toBe(0);
  fail();
  expect(breaker.isOpen).toBe(true);
  expect(breaker.leftMs).toBe(5_000);
});

it("lets one try when the time is over, and the others wait for what it finds", () => {
  fail(5);
  now += 5_000;
  expect(breaker.leftMs).toBe(0);
  breaker.enter();
  expect(breaker.leftMs).toBe(1_000);
  breaker.succeeded();
  expect(breaker).toMatchObject({ isOpen: false, leftMs: 0, outageMs: 0 });
});

it("waits twice as long after each try that failed, up to five minutes", () => {
  fail(5);
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    now += breaker.leftMs;
    fail();
    waits.push(breaker.leftMs / 1000);
  }
  expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
});

it("lets another try when the one that tried was given up", () => {
  fail(5);
  now += 5_000;
  breaker.enter();
  breaker.abandoned();
  expect(breaker.leftMs).toBe(0);
});

it("is not kept open by what was under way when it opened", () => {
  fail(5);
  now += 3_000;
  breaker.failed();
  expect(breaker.leftMs).toBe(2_000);
});

it("says for how long nothing has worked", () => {
  fail();
  now += 100;
  fail();
  expect(breaker.outageMs).toBe(100);
  breaker.succeeded();
  expect(breaker.outageMs).toBe(0);
});
