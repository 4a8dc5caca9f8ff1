import type { Row } from "./report.ts";

/** A table in Markdown that reads well on a terminal too; numbers stand to the right. */
export function toMarkdownTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => {
    const values = rows.map((row) => row[name] ?? "");
    const width = Math.max(3, name.length, ...values.map((value) => String(value).length));
    const right = values.every((value) => typeof value === "number");
    const pad = (text: string) => (right ? text.padStart(width) : text.padEnd(width));
    const rule = right ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
    return [pad(name), rule, ...values.map((value) => pad(String(value)))];
  });
  const height = rows.length + 2;
  return Array.from({ length: height }, (_, i) => `| ${columns.map((cells) => cells[i]).join(" | ")} |`).join(
    "\n",
  );
}
