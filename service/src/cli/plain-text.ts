/** Text of users on one line, without what would steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, " ").trim();
}

/** @returns at most `maxLines` lines of at most `width` characters; more is cut, which `…` says */
export function wrap(text: string, width: number, maxLines: number): string[] {
  const lines: string[] = [];
  for (let rest = text; rest !== ""; ) {
    if (rest.length <= width) return [...lines, rest];
    const space = rest.lastIndexOf(" ", width);
    const end = space > 0 ? space : width;
    if (lines.length === maxLines - 1) return [...lines, `${rest.slice(0, Math.min(end, width - 1))}…`];
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return lines;
}

/** Rows with the cells of a column below each other. The last cell of a row may be as long as it likes. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
