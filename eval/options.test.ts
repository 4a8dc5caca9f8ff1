import { describe, expect, it } from "vitest";
import { parseOptions } from "./options.ts";

describe("the command line", () => {
  it("takes folders and modes, and all modes where none is named", () => {
    expect(parseOptions(["a", "b", "--mode", "keyword", "--mode", "keyword"])).toMatchObject({
      folders: ["a", "b"],
      modes: ["keyword"],
      suite: false,
    });
    expect(parseOptions(["--suite"])?.modes).toEqual(["hybrid", "semantic", "keyword"]);
  });

  it("takes further fields of the searches", () => {
    expect(parseOptions(["a", "--search", '{"top_k": 10}'])?.search).toEqual({ top_k: 10 });
    expect(parseOptions(["a"])?.search).toEqual({});
  });

  it("has help", () => {
    expect(parseOptions(["--help"])).toBeUndefined();
  });

  it.each([
    [[], /Name a folder/],
    [["a", "--mode", "both"], /--mode must be one of/],
    [["a", "--queries", "0"], /at least 1/],
    [["a", "--url", "localhost"], /must be an address/],
    [["a", "--search", "{"], /--search must be fields/],
    [["a", "--search", '{"recently": 1}'], /recently is not a field/],
    [["a", "--ablation", "--url", "http://127.0.0.1:1"], /does not go together with --url/],
    [["a", "--what"], /--what/],
  ])("refuses %j", (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});
