/** A stretch of a text: UTF-16 code units, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A sentence, or a piece of one that is too long, with its size and whether a paragraph ends after it. */
export interface Segment extends Span {
  tokens: number;
  endsParagraph: boolean;
}

const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Cut before the sentence finder sees it: a "sentence" of a megabyte would block the thread. */
const LONGEST_SENTENCE = 2_000;

/**
 * Splits a text into sentences of at most `limit` tokens that together cover all of it. Sentence borders are
 * those of Unicode (UAX #29), so they are found in any language; a text without any is cut between words,
 * a word without end between graphemes, and a grapheme without end between code points.
 */
export function* segments(
  text: string,
  limit: number,
  countTokens: (text: string) => number,
): Generator<Segment> {
  for (const paragraph of paragraphs(text)) {
    for (const sentence of within(text, paragraph, sentences, LONGEST_SENTENCE)) {
      const endsParagraph = sentence.end === paragraph.end;
      const tokens = countTokens(text.slice(sentence.start, sentence.end));
      if (tokens <= limit) yield { ...sentence, tokens, endsParagraph };
      else yield* pieces(text, sentence, limit, countTokens, endsParagraph);
    }
  }
}

/** A blank line ends a paragraph and belongs to it. */
function* paragraphs(text: string): Generator<Span> {
  let start = 0;
  for (const gap of text.matchAll(/\r?\n[^\S\n]*\r?\n\s*/g)) {
    const end = gap.index + gap[0].length;
    yield { start, end };
    start = end;
  }
  if (start < text.length) yield { start, end: text.length };
}

/** The segmenter's parts of a span, none longer than `longest` code units by more than a grapheme. */
function* within(text: string, span: Span, segmenter: Intl.Segmenter, longest: number): Generator<Span> {
  for (let start = span.start; start < span.end; ) {
    const window = text.slice(start, Math.min(span.end, start + 8 * longest));
    const last = start + window.length >= span.end;
    let used = 0;
    for (const part of segmenter.segment(window)) {
      const end = part.index + part.segment.length;
      // The last part of a window may go on behind it; it is looked at again at the start of the next.
      if (end === window.length && !last && part.index > 0) break;
      yield* chop(text, { start: start + part.index, end: start + end }, longest);
      used = end;
    }
    start += used;
  }
}

/** Cuts a span into stretches of about `longest` code units, at white space where there is some. */
function* chop(text: string, span: Span, longest: number): Generator<Span> {
  let start = span.start;
  while (span.end - start > longest) {
    const blank = text.slice(start, start + longest).search(/\s\S*$/);
    const end = blank > longest / 2 ? start + blank + 1 : graphemeBorder(text, start + longest, start);
    yield { start, end };
    start = end;
  }
  if (start < span.end) yield { start, end: span.end };
}

/** The first grapheme border at or after an offset, looking no further than a few code units back. */
function graphemeBorder(text: string, offset: number, start: number): number {
  const from = Math.max(start, offset - 32);
  for (const part of graphemes.segment(text.slice(from, offset + 64))) {
    const end = from + part.index + part.segment.length;
    if (end >= offset) return end;
  }
  return offset;
}

/** Cuts a sentence that is too long between words, and a word that is too long between graphemes. */
function* pieces(
  text: string,
  sentence: Span,
  limit: number,
  countTokens: (text: string) => number,
  endsParagraph: boolean,
): Generator<Segment> {
  let open: Segment | undefined;
  for (const unit of units(text, sentence, limit, countTokens)) {
    if (open && open.tokens + unit.tokens <= limit) {
      open = { ...open, end: unit.end, tokens: open.tokens + unit.tokens };
    } else {
      if (open) yield open;
      open = { ...unit, endsParagraph: false };
    }
  }
  if (open) yield { ...open, endsParagraph };
}

function* units(
  text: string,
  span: Span,
  limit: number,
  countTokens: (text: string) => number,
): Generator<Span & { tokens: number }> {
  for (const part of words.segment(text.slice(span.start, span.end))) {
    const start = span.start + part.index;
    const end = start + part.segment.length;
    const tokens = countTokens(part.segment);
    if (tokens <= limit) {
      yield { start, end, tokens };
      continue;
    }
    for (const grapheme of graphemes.segment(part.segment)) {
      const at = start + grapheme.index;
      const size = Math.max(1, countTokens(grapheme.segment));
      if (size <= limit) yield { start: at, end: at + grapheme.segment.length, tokens: size };
      else yield* codePoints(grapheme.segment, at, countTokens);
    }
  }
}

/** Of a grapheme with marks without end, which no reader would miss. */
function* codePoints(
  grapheme: string,
  start: number,
  countTokens: (text: string) => number,
): Generator<Span & { tokens: number }> {
  let at = start;
  for (const point of grapheme) {
    yield { start: at, end: at + point.length, tokens: Math.max(1, countTokens(point)) };
    at += point.length;
  }
}
