/** A place in a text, in UTF-16 code units, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** As an address says it: `120-345`. */
export const spanInAddress = ({ start, end }: Span): string => `${start}-${end}`;

export function spanOfAddress(text: string | null): Span | undefined {
  const [, start, end] = /^(\d{1,9})-(\d{1,9})$/.exec(text ?? "") ?? [];
  const span = { start: Number(start), end: Number(end) };
  return span.start < span.end ? span : undefined;
}

/**
 * Where a passage stands now: the entry may have been changed since it was found, so its words are looked for if they
 * are known.
 */
export function locate(text: string, span: Span | undefined, words: string | undefined): Span | undefined {
  if (!span) return undefined;
  if (words === undefined) return span.end <= text.length ? span : undefined;
  if (text.slice(span.start, span.end) === words) return span;
  const start = text.indexOf(words);
  return start < 0 ? undefined : { start, end: start + words.length };
}

export interface Piece {
  text: string;
  start: number;
  marked: boolean;
}

/** Cuts a text, or the part of it that is shown, where marks begin and end. Marks may overlap and come in any order. */
export function splitByMarks(
  text: string,
  marks: readonly Span[],
  shown: Span = { start: 0, end: text.length },
): Piece[] {
  const pieces: Piece[] = [];
  const add = (start: number, end: number, marked: boolean) => {
    if (start >= end) return;
    const last = pieces.at(-1);
    if (last?.marked === marked) last.text += text.slice(start, end);
    else pieces.push({ text: text.slice(start, end), start, marked });
  };
  let at = shown.start;
  for (const { start, end } of marks.toSorted((a, b) => a.start - b.start)) {
    const [from, to] = [Math.max(at, start), Math.min(end, shown.end)];
    if (from >= to) continue;
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, shown.end, false);
  return pieces;
}
