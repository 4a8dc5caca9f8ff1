/**
 * The English (Porter2) stemming algorithm as snowballstem.org defines it from version 3 on. Takes a word
 * in lower case and gives back its stem, so that "walked", "walking" and "walks" meet in "walk".
 */
export function stemEnglish(word: string): string {
  if (word.length <= 2) return word;
  const special = SPECIAL.get(word);
  if (special !== undefined) return special;

  const marked = markConsonantY(word.startsWith("'") ? word.slice(1) : word);
  const regions = findRegions(marked);
  let stem = stripPlural(stripApostrophe(marked));
  stem = stripVerbEnding(stem, regions);
  stem = replaceFinalY(stem);
  stem = replaceSuffix(stem, STEP_2, regions);
  stem = replaceSuffix(stem, STEP_3, regions);
  stem = replaceSuffix(stem, STEP_4, regions);
  return stripFinalLetter(stem, regions).replaceAll("Y", "y");
}

/** Where the regions R1 and R2 of the specification begin. */
interface Regions {
  r1: number;
  r2: number;
}

const SPECIAL = new Map([
  ["skies", "sky"],
  ["idly", "idl"],
  ["gently", "gentl"],
  ["ugly", "ugli"],
  ["early", "earli"],
  ["only", "onli"],
  ["singly", "singl"],
  ...["sky", "news", "howe", "atlas", "cosmos", "bias", "andes"].map((word): [string, string] => [
    word,
    word,
  ]),
]);

const LONG_PREFIX = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/;
const VOWEL = /[aeiouy]/;
const VOWEL_THEN_CONSONANT = /[aeiouy][^aeiouy]/g;
const SHORT_SYLLABLE = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|^past)$/;
const UNCHANGED_BEFORE_ING = /^(?:inn|out|cann|herr|earr|even)$/;

/** A "y" that sounds as a consonant is written "Y" until the end. */
function markConsonantY(word: string): string {
  return word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
}

function findRegions(word: string): Regions {
  const r1 = LONG_PREFIX.exec(word)?.[0].length ?? regionAfter(word, 0);
  return { r1, r2: regionAfter(word, r1) };
}

function regionAfter(word: string, from: number): number {
  VOWEL_THEN_CONSONANT.lastIndex = from;
  return VOWEL_THEN_CONSONANT.test(word) ? VOWEL_THEN_CONSONANT.lastIndex : word.length;
}

function stripApostrophe(word: string): string {
  return word.replace(/'(?:s'?)?$/, "");
}

function stripPlural(word: string): string {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (/[us]s$/.test(word) || !word.endsWith("s")) return word;
  return VOWEL.test(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

function stripVerbEnding(word: string, { r1 }: Regions): string {
  const eed = /eed(?:ly)?$/.exec(word);
  if (eed) {
    const kept = /^(?:proc|exc|succ)$/.test(word.slice(0, eed.index));
    return eed.index >= r1 && !kept ? word.slice(0, eed.index + 2) : word;
  }
  const ending = /(?:ed|ing)(?:ly)?$/.exec(word);
  if (!ending) return word;
  const stem = word.slice(0, ending.index);
  if (ending[0] === "ing") {
    if (/^[^aeiouy]y$/.test(stem)) return `${stem.slice(0, 1)}ie`;
    if (UNCHANGED_BEFORE_ING.test(stem)) return word;
  }
  return VOWEL.test(stem) ? repairVerb(stem, r1) : word;
}

/** Gives "hoping" its "e" back and takes the second "p" of "hopping" away. */
function repairVerb(stem: string, r1: number): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) return /^[aeo]..$/.test(stem) ? stem : stem.slice(0, -1);
  return stem.length <= r1 && SHORT_SYLLABLE.test(stem) ? `${stem}e` : stem;
}

function replaceFinalY(word: string): string {
  return /.[^aeiouy][yY]$/.test(word) ? `${word.slice(0, -1)}i` : word;
}

interface SuffixRule {
  replacement: string;
  region: keyof Regions;
  /** What has to stand before the suffix. */
  after?: RegExp;
}

const STEP_2 = suffixRules("r1", {
  tion: ["tional"],
  ence: ["enci"],
  ance: ["anci"],
  able: ["abli"],
  ent: ["entli"],
  ize: ["izer", "ization"],
  ate: ["ational", "ation", "ator"],
  al: ["alism", "aliti", "alli"],
  ful: ["fulness", "fulli"],
  ous: ["ousli", "ousness"],
  ive: ["iveness", "iviti"],
  ble: ["biliti", "bli"],
  og: ["ogist"],
  less: ["lessli"],
});
STEP_2.set("ogi", { replacement: "og", region: "r1", after: /l$/ });
STEP_2.set("li", { replacement: "", region: "r1", after: /[cdeghkmnrt]$/ });

const STEP_3 = suffixRules("r1", {
  tion: ["tional"],
  ate: ["ational"],
  al: ["alize"],
  ic: ["icate", "iciti", "ical"],
  "": ["ful", "ness"],
});
STEP_3.set("ative", { replacement: "", region: "r2" });

const STEP_4 = suffixRules("r2", {
  "": "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize".split(" "),
});
STEP_4.set("ion", { replacement: "", region: "r2", after: /[st]$/ });

function suffixRules(region: keyof Regions, table: Record<string, string[]>): Map<string, SuffixRule> {
  return new Map(
    Object.entries(table).flatMap(([replacement, suffixes]) =>
      suffixes.map((suffix): [string, SuffixRule] => [suffix, { replacement, region }]),
    ),
  );
}

/** The longest suffix in the table decides, even when its own condition then leaves the word alone. */
function replaceSuffix(word: string, rules: Map<string, SuffixRule>, regions: Regions): string {
  for (let start = Math.max(0, word.length - LONGEST_SUFFIX); start <= word.length - 2; start++) {
    const rule = rules.get(word.slice(start));
    if (!rule) continue;
    const stem = word.slice(0, start);
    const applies = start >= regions[rule.region] && (rule.after?.test(stem) ?? true);
    return applies ? stem + rule.replacement : word;
  }
  return word;
}

const LONGEST_SUFFIX = "ization".length;

function stripFinalLetter(word: string, { r1, r2 }: Regions): string {
  const stem = word.slice(0, -1);
  if (word.endsWith("e")) {
    const strip = stem.length >= r2 || (stem.length >= r1 && !SHORT_SYLLABLE.test(stem));
    return strip ? stem : word;
  }
  return word.endsWith("ll") && stem.length >= r2 ? stem : word;
}
