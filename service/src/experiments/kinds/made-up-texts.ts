import { mulberry32 } from "../../patterns/seeded-random.ts";

const WORDS =
  "morning evening rain window letter garden friend kitchen train sleep work dream walk river quiet late early tired glad sorry hope talk remember forget begin finish read write call wait listen home street tea book song child mother brother doctor money weather winter summer small long cold bright slow sudden strange ordinary".split(
    " ",
  );

const SHORTEST = 8;
const LONGEST = 200;
const SENTENCE = 12;

/** Texts of 8 to 200 words in sentences of 12, the same for the same seed; about as long as diary entries are. */
export function makeUpTexts(count: number, seed: number): string[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => {
    const words = SHORTEST + Math.floor(random() * (LONGEST - SHORTEST));
    return Array.from({ length: words }, (_, i) => {
      const word = WORDS[Math.floor(random() * WORDS.length)] ?? "";
      const ends = i % SENTENCE === SENTENCE - 1 || i === words - 1;
      return ends ? `${word}.` : word;
    }).join(" ");
  });
}
