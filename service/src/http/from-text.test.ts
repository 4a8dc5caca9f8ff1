import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import { fromText } from "./from-text.ts";

const schema = Type.Object({
  limit: Type.Optional(Type.Integer()),
  recency: Type.Optional(Type.Number()),
  prefix: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String()),
});

describe("parameters of an address", () => {
  it.each([
    [{ limit: "5" }, { limit: 5 }],
    [{ limit: "-1" }, { limit: -1 }],
    [{ recency: "0.5" }, { recency: 0.5 }],
    [{ recency: "5e-324" }, { recency: 5e-324 }],
    [{ prefix: "true" }, { prefix: true }],
    [{ prefix: "false" }, { prefix: false }],
    [{ q: "7" }, { q: "7" }],
    [{ other: "7" }, { other: "7" }],
  ])("reads %j", (text, values) => expect(fromText(schema, text)).toEqual(values));

  it.each([
    { limit: "true" },
    { limit: "" },
    { limit: " 5" },
    { limit: "0x10" },
    { limit: "Infinity" },
    { limit: ["5", "6"] },
    { prefix: "1" },
    { prefix: "yes" },
    { prefix: "toString" },
  ])("leaves %j to be refused", (text) => expect(fromText(schema, text)).toEqual(text));
});
