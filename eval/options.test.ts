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

  it("has help", () => {
    expect(parseOptions(["--help"])).toBeUndefined();
  });

  it.each([
    [[], /Name a folder/],
    [["a", "--mode", "both"], /--mode must be one of/],
    [["a", "--queries", "0"], /at least 1/],
    [["a", "--url", "localhost"], /must be an address/],
    [["a", "--what"], /--what/],
  ])("refuses %j", (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});
