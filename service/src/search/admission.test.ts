import { expect, it } from "vitest";
import { admission } from "./admission.ts";

it("refuses what is too much, and takes more as soon as something is done, well or badly", async () => {
  const admit = admission(2);
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<string>();
  const answers = [admit(() => first.promise), admit(() => second.promise)];
  await expect(admit(async () => "third")).rejects.toMatchObject({ code: "overloaded", retryAfter: 2 });
  first.resolve("first");
  second.reject(new Error("broken"));
  expect(await Promise.allSettled(answers)).toMatchObject([{ value: "first" }, { status: "rejected" }]);
  expect(await Promise.all([admit(async () => 1), admit(async () => 2)])).toEqual([1, 2]);
});
