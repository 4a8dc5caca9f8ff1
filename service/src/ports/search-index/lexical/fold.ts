const ASCII = /^[\p{ASCII}]*$/u;
const COMBINING_MARKS = /[\u0300-\u036f]/g;
const LETTERS_WITHOUT_DECOMPOSITION = /[ßæœøłđðþıς]/g;
const REPLACEMENTS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
};

/** Compatibility forms, letter case, accents and typographic apostrophes folded: "Ｃafé" becomes "cafe". */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .toLowerCase()
    .replace(COMBINING_MARKS, "")
    .replace(LETTERS_WITHOUT_DECOMPOSITION, (letter) => REPLACEMENTS[letter] ?? letter)
    .replaceAll("’", "'")
    .normalize("NFKC");
}
