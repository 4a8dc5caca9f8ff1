const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
/** A long text is counted by its spaces: the exact way takes too long for every key. */
const LONGEST_EXACT = 20_000;

/** Words as a reader counts them, also in languages that put no spaces between them. */
export function countWords(text: string): number {
  if (text.length > LONGEST_EXACT) return text.match(/\S+/g)?.length ?? 0;
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words++;
  return words;
}

/** The beginning of a text in one line, cut between words. */
export function beginning(text: string, length: number): string {
  const line = text
    .slice(0, length * 4)
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= length) return line;
  const cut = line.lastIndexOf(" ", length);
  return `${line.slice(0, cut > length / 2 ? cut : length)}…`;
}
