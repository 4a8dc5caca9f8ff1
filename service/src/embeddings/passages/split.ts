import { takeTurns } from "../../turns.ts";
import { type Segment, type Span, segments } from "./segments.ts";

/** The part of a document that one vector stands for. */
export interface Passage extends Span {
  /** 0-based position within the document. */
  ordinal: number;
}

export interface PassageSettings {
  /** Tokens of a passage, special tokens and title not counted. */
  size: number;
  /** Tokens of the previous passage that the next one repeats, in whole sentences. */
  overlap: number;
}

/** Longer texts have too many tokens to be counted as a whole. */
const CODE_UNITS_PER_TOKEN = 4;

/**
 * Splits a text into passages on sentence and paragraph borders. Every character that is not white space lies
 * in at least one passage, so nothing is lost; the offsets are exact.
 */
export async function splitPassages(
  text: string,
  settings: PassageSettings,
  countTokens: (text: string) => number,
): Promise<Passage[]> {
  // No sentence of such a text could end a passage. Most entries of a day are no longer.
  if (text.length <= settings.size * CODE_UNITS_PER_TOKEN && countTokens(text) * 2 <= settings.size) {
    const whole = trimmed(text, [{ start: 0, end: text.length }]);
    return whole ? [{ ...whole, ordinal: 0 }] : [];
  }
  const passages: Passage[] = [];
  let open: Segment[] = [];
  const turn = takeTurns();
  const close = () => {
    const passage = trimmed(text, open);
    if (passage) passages.push({ ...passage, ordinal: passages.length });
  };
  for (const segment of segments(text, settings.size, countTokens)) {
    if (open.length > 0 && tokensOf(open) + segment.tokens > settings.size) {
      close();
      open = tail(open, Math.min(settings.overlap, settings.size - segment.tokens));
    }
    open.push(segment);
    // A paragraph is a natural end once the passage is more than half full.
    if (segment.endsParagraph && tokensOf(open) * 2 > settings.size) {
      close();
      open = [];
    }
    await turn();
  }
  if (open.length > 0) close();
  return passages;
}

const tokensOf = (list: readonly Segment[]) => list.reduce((sum, segment) => sum + segment.tokens, 0);

/** The last whole sentences that fit the overlap. */
function tail(list: readonly Segment[], overlap: number): Segment[] {
  let tokens = 0;
  let from = list.length;
  for (const segment of list.toReversed()) {
    tokens += segment.tokens;
    if (tokens > overlap) break;
    from--;
  }
  return list.slice(from);
}

/** From the first to the last character that is not white space. */
function trimmed(text: string, list: readonly Span[]): Span | undefined {
  const first = list.at(0);
  const last = list.at(-1);
  if (!first || !last) return undefined;
  const body = text.slice(first.start, last.end);
  const start = first.start + (body.length - body.trimStart().length);
  const end = last.end - (body.length - body.trimEnd().length);
  return end > start ? { start, end } : undefined;
}
