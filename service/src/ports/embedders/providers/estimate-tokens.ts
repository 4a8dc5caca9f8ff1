/**
 * How many tokens a text has at about the most, for models whose tokenizer is not on this machine. What no estimate can
 * know is bounded by bytes, see `BYTES_PER_TOKEN`.
 *
 * In tenths of a token: a letter or space of ASCII counts 3, any other character of ASCII 5, and so does every byte that
 * others take in UTF-8. What a tokenizer makes longer first (a ligature, a sign of many letters) is counted as that.
 */
export function estimateTokens(text: string): number {
  const written = tenths(text);
  const whole = ASCII.test(text) ? written : Math.max(written, tenths(text.normalize("NFKC")));
  return Math.ceil(whole / 10);
}

/**
 * No text has more bytes than this for each token of the estimate, and no tokenizer makes more than one token of a
 * byte. So a text of which the estimate times this is within the model's window fits it, whatever it consists of.
 */
export const BYTES_PER_TOKEN = 10 / 3;

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

function tenths(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) sum += 5 * bytesOf(unit);
    else sum += isLetterOrSpace(unit) ? 3 : 5;
  }
  return sum;
}

function isLetterOrSpace(unit: number): boolean {
  const letter = unit | 0x20;
  return unit === 0x20 || (letter >= 0x61 && letter <= 0x7a);
}

/** In UTF-8, of a code unit above ASCII; both halves of a surrogate pair have two of its four. */
function bytesOf(unit: number): number {
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  return unit <= 0x7ff || isHalf ? 2 : 3;
}
