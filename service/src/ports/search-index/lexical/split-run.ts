import { stemEnglish } from "./english-stemmer.ts";
import { fold } from "./fold.ts";

export interface WordForms {
  exact: string;
  stem: string;
  /** Offsets into the run in UTF-16 code units, end exclusive. */
  from: number;
  to: number;
  compound: boolean;
}

const LONGEST_TERM = 100;
const JOINT = /[._:/@+&-]|['’](?=[\p{L}\p{N}\p{M}]{3})/u;
const POSSESSIVE = /['’][sS]$/;
const ENGLISH_LETTERS = /^[a-z']+$/;
const WRITTEN_WITHOUT_SPACES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** The words of a run of letters, digits and joints: "foo_bar-42" is itself, and "foo", "bar" and "42". */
export function splitRun(run: string): WordForms[] {
  const text = run.replace(POSSESSIVE, "");
  const parts = text.split(JOINT);
  const words: WordForms[] = [];
  if (parts.length > 1 && text.length <= LONGEST_TERM) {
    const whole = fold(text);
    words.push({ exact: whole, stem: whole, from: 0, to: text.length, compound: true });
  }
  let from = 0;
  for (const part of parts) {
    words.push(...wordsOf(part, from));
    from += part.length + 1;
  }
  return words;
}

function wordsOf(part: string, from: number): WordForms[] {
  if (!WRITTEN_WITHOUT_SPACES.test(part)) return [word(part, from)];
  return [...segmenter.segment(part)]
    .filter((segment) => segment.isWordLike)
    .map((segment) => word(segment.segment, from + segment.index));
}

function word(original: string, from: number): WordForms {
  const exact = fold(original.replace(POSSESSIVE, "")).slice(0, LONGEST_TERM).toWellFormed();
  const stem = ENGLISH_LETTERS.test(exact) ? stemEnglish(exact) : exact;
  return { exact, stem, from, to: from + original.length, compound: false };
}
