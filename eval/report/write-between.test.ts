import { expect, it } from "vitest";
import { replaceBetween } from "./write-between.ts";

const page = (content: string) => `# Page\n<!-- eval:begin -->${content}<!-- eval:end -->\nMore.\n`;

it("replaces what stands between the markers, time and again", () => {
  const once = replaceBetween(page("\nold\n"), "| new |");
  expect(once).toBe(page("\n\n| new |\n\n"));
  expect(replaceBetween(once, "| new |")).toBe(once);
});

it("leaves other parts of the page alone", () => {
  const both = `${page("\nold\n")}<!-- ablation:begin --><!-- ablation:end -->`;
  const written = replaceBetween(both, "off", "ablation");
  expect(written).toBe(`${page("\nold\n")}<!-- ablation:begin -->\n\noff\n\n<!-- ablation:end -->`);
});

it.each([
  ["none", "# Page"],
  ["one", "<!-- eval:begin -->"],
  ["the wrong order", "<!-- eval:end --><!-- eval:begin -->"],
  ["two pairs", page("") + page("")],
])("refuses a page with %s of the markers", (_, markdown) => {
  expect(() => replaceBetween(markdown, "x")).toThrow(/once each/);
});
