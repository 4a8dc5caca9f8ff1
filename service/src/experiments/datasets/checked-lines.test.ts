import { Readable } from "node:stream";
import { Type } from "typebox";
import { expect, it } from "vitest";
import { checker } from "../../http/validation.ts";
import { readJsonLines, readTable, type TextFile } from "./checked-lines.ts";

const file = (...chunks: (string | Buffer)[]): TextFile => ({
  name: "texts.jsonl",
  open: async () => Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
});
const check = checker(Type.Object({ text: Type.String() }));
const read = (...chunks: (string | Buffer)[]) => Array.fromAsync(readJsonLines(file(...chunks), check));

it("reads lines however they come in", async () => {
  const bytes = Buffer.from('{"text":"é€😀"}\r\n\n{"text":"b"}');
  const expected = [
    { value: { text: "é€😀" }, at: "texts.jsonl:1" },
    { value: { text: "b" }, at: "texts.jsonl:3" },
  ];
  expect(await read(bytes)).toEqual(expected);
  expect(await read(...[...bytes].map((byte) => Buffer.of(byte)))).toEqual(expected);
  expect(await read()).toEqual([]);
});

it.each([
  [
    "bytes that are not UTF-8",
    ['{"text":"a"}\n{"text":"', Buffer.of(0xe9), '"}'],
    /^texts\.jsonl:2: .*UTF-8/,
  ],
  ["no JSON", ['{"text":"a"}\n{'], /^texts\.jsonl:2: .*JSON/],
  ["a wrong type", ['{"text":7}'], /^texts\.jsonl:1: text must be a string/],
  ["a NUL", ['{"text":"a\\u0000"}'], /^texts\.jsonl:1: .*NUL/],
  ["half a surrogate pair", ['{"text":"\\ud800"}'], /^texts\.jsonl:1: .*surrogate/],
])("names the line of %s", async (_, chunks, message) => {
  await expect(read(...chunks)).rejects.toMatchObject({ code: "invalid_dataset" });
  await expect(read(...chunks)).rejects.toThrow(message);
});

it("reads a table with or without its head", async () => {
  const columns = ["a", "b"];
  const rows = (text: string) =>
    Array.fromAsync(
      readTable(file(text), columns, checker(Type.Object({ a: Type.String(), b: Type.String() }))),
    );
  expect((await rows("a\tb\n1\t2\n")).map(({ at }) => at)).toEqual(["texts.jsonl:2"]);
  expect((await rows("1\t2")).map(({ value }) => value)).toEqual([{ a: "1", b: "2" }]);
  await expect(rows("1\t2\t3")).rejects.toThrow("texts.jsonl:1: It has 3 columns in place of 2: a, b.");
});

it("passes a fault of the stream on as it is", async () => {
  const broken: TextFile = { name: "x", open: () => Promise.reject(new Error("the store is away")) };
  await expect(Array.fromAsync(readJsonLines(broken, check))).rejects.toThrow("the store is away");
});
