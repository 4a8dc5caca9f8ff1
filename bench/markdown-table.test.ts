import { expect, it } from "vitest";
import { toMarkdownTable } from "./markdown-table.ts";

it("puts words to the left, numbers to the right, and nothing where a row has nothing", () => {
  const rows = [
    { set: "long name", queries: 5 },
    { set: "b", queries: 117, note: "x" },
  ];
  expect(toMarkdownTable(rows)).toBe(
    [
      "| set       | queries | note |",
      "| --------- | ------: | ---- |",
      "| long name |       5 |      |",
      "| b         |     117 | x    |",
    ].join("\n"),
  );
});
