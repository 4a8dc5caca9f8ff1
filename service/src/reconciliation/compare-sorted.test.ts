import { expect, it } from "vitest";
import { compareSorted } from "./compare-sorted.ts";

async function* list(...ids: string[]) {
  yield* ids;
}

async function compare(left: string[], right: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { id, side } of compareSorted(list(...left), list(...right))) found.push(`${id} ${side}`);
  return found;
}

it("says of every id where it is", async () => {
  expect(await compare(["a", "c", "d"], ["b", "c", "e"])).toEqual([
    "a left",
    "b right",
    "c both",
    "d left",
    "e right",
  ]);
});

it("goes on to the end of the longer list", async () => {
  expect(await compare(["a"], [])).toEqual(["a left"]);
  expect(await compare([], ["a", "b"])).toEqual(["a right", "b right"]);
  expect(await compare([], [])).toEqual([]);
});
