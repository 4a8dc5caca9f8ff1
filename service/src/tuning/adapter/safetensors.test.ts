import { describe, expect, it } from "vitest";
import { CosmicError } from "../../errors.ts";
import { newAdapter } from "../training/linear.ts";
import { type Adapter, readAdapter, writeAdapter } from "./adapter.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

function filled(rank: number | undefined): Adapter {
  const adapter = newAdapter(12, rank, 1);
  const matrices = adapter.kind === "whole" ? [adapter.change] : [adapter.down, adapter.up];
  for (const { values } of matrices)
    for (let i = 0; i < values.length; i++) values[i] = Math.fround(i / 7 - 3);
  return adapter;
}

it.each([undefined, 5])("gives back what was written, with rank %s", (rank) => {
  const adapter = filled(rank);
  const file = writeAdapter(adapter, { base: "modèle" });
  expect(readAdapter(file, 12)).toEqual(adapter);
  expect(readSafetensors(file).metadata).toEqual({ base: "modèle" });
});

it("is laid out as the format says", () => {
  const matrix = { rows: 1, columns: 2, values: Float32Array.of(1, -2) };
  const file = writeSafetensors({ tensors: new Map([["a", matrix]]), metadata: {} });
  const length = Number(file.readBigUInt64LE());
  expect((8 + length) % 8).toBe(0);
  expect(JSON.parse(file.toString("utf8", 8, 8 + length))).toEqual({
    __metadata__: {},
    a: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] },
  });
  expect(file.subarray(8 + length)).toEqual(Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]));
});

it("reads tensors whose header is in another order than their data", () => {
  const header = JSON.stringify({
    up: { dtype: "F32", shape: [1, 1], data_offsets: [4, 8] },
    down: { dtype: "F32", shape: [1, 1], data_offsets: [0, 4] },
  });
  const file = withHeader(header, Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]));
  expect(readAdapter(file, 1)).toMatchObject({
    down: { values: Float32Array.of(1) },
    up: { values: Float32Array.of(-2) },
  });
});

describe("refuses", () => {
  const whole = writeAdapter(filled(undefined), {});
  const tensor = (fields: object) =>
    JSON.stringify({ change: { dtype: "F32", shape: [1, 1], data_offsets: [0, 4], ...fields } });
  const four = Buffer.alloc(4);
  const nan = Buffer.from([0, 0, 0xc0, 0x7f]);
  it.each([
    ["an empty file", Buffer.alloc(0)],
    ["a file that is cut off", whole.subarray(0, whole.length - 1)],
    ["a header that is cut off", whole.subarray(0, 20)],
    ["a file with something behind it", Buffer.concat([whole, Buffer.alloc(4)])],
    ["a header as long as memory", Buffer.from("ffffffffffffff7f", "hex")],
    ["a header that is no JSON", withHeader("{", four)],
    ["a header that is a list", withHeader("[]", Buffer.alloc(0))],
    ["a header that is not UTF-8", withHeader(Buffer.from([0x7b, 0xff, 0x7d]), Buffer.alloc(0))],
    ["numbers of another kind", withHeader(tensor({ dtype: "F16" }), four)],
    ["a shape that its bytes do not fit", withHeader(tensor({ shape: [2, 1] }), four)],
    ["a shape of three", withHeader(tensor({ shape: [1, 1, 1] }), four)],
    ["offsets behind the end", withHeader(tensor({ data_offsets: [0, 400], shape: [10, 10] }), four)],
    ["a gap before a tensor", withHeader(tensor({ data_offsets: [4, 8] }), Buffer.alloc(8))],
    ["a tensor with other fields", withHeader(tensor({ code: "x" }), four)],
    ["metadata that are no texts", withHeader('{"__metadata__":{"a":1}}', Buffer.alloc(0))],
    ["a number that is not finite", withHeader(tensor({}), nan)],
    ["other names", withHeader(tensor({}).replace("change", "weight"), four)],
    ["another dimension", writeAdapter(newAdapter(3, undefined, 1), {})],
  ])("%s", (_, file) => {
    expect(() => readAdapter(file, 1)).toThrow(expect.objectContaining({ code: "damaged_checkpoint" }));
    expect(() => readAdapter(file, 1)).toThrow(CosmicError);
  });
});

function withHeader(header: string | Buffer, data: Buffer): Buffer {
  const bytes = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([length, bytes, data]);
}
