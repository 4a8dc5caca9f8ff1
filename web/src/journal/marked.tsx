import { type Span, splitByMarks } from "./passage.ts";

interface MarkedProps {
  text: string;
  marks: readonly Span[];
  shown?: Span;
}

/** A text with some of it marked. */
export function Marked({ text, marks, shown }: MarkedProps) {
  return splitByMarks(text, marks, shown).map((piece) =>
    piece.marked ? <mark key={piece.start}>{piece.text}</mark> : <span key={piece.start}>{piece.text}</span>,
  );
}
