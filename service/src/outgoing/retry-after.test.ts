import { expect, it } from "vitest";
import { retryAfter } from "./retry-after.ts";

const now = Date.parse("2026-11-29T10:00:00Z");

it.each([
  [{ "retry-after": "30" }, 30],
  [{ "retry-after": " 1.5 " }, 1.5],
  [{ "retry-after": "Sun, 29 Nov 2026 10:01:00 GMT" }, 60],
  [{ "retry-after": "5", "retry-after-ms": "250" }, 0.25],
  [{ "retry-after": "5", "retry-after-ms": "soon" }, 5],
  [{ "retry-after": "Sun, 29 Nov 2026 09:59:00 GMT" }, undefined],
  [{ "retry-after": "0" }, undefined],
  [{ "retry-after": "later" }, undefined],
  [{}, undefined],
])("%j means %s seconds", (headers, seconds) => {
  expect(retryAfter(new Headers(headers), now)).toBe(seconds);
});
