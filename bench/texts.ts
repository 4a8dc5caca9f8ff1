import { readFileSync } from "node:fs";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { mulberry32 } from "../service/src/patterns/seeded-random.ts";

const Tokenizer = Type.Object({ model: Type.Object({ vocab: Type.Record(Type.String(), Type.Integer()) }) });

/**
 * Made-up texts whose lengths in tokens are known: words that the model's vocabulary has whole, so that a word is
 * a token. Lengths are spread log-normally round the mean, as those of written texts are.
 *
 * @param meanTokens special tokens (two) counted
 */
export function makeTexts(count: number, meanTokens: number, seed = 1): string[] {
  const random = mulberry32(seed);
  const words = vocabulary();
  const spread = 0.4;
  const longest = 250;
  const lengths = Array.from({ length: count }, () =>
    Math.exp(spread * normal(random) - (spread * spread) / 2),
  );
  const mean = lengths.reduce((sum, length) => sum + length, 0) / count;
  return lengths.map((length) => {
    const size = Math.max(1, Math.min(longest, Math.round((length / mean) * (meanTokens - 2))));
    return Array.from({ length: size }, () => words[Math.floor(zipf(random) * words.length)]).join(" ");
  });
}

/** Whole words of the model's vocabulary, frequent ones first, as the vocabulary has them. */
function vocabulary(): string[] {
  const file = new URL("../models/all-MiniLM-L6-v2/tokenizer.json", import.meta.url);
  const { model } = Value.Parse(Tokenizer, JSON.parse(readFileSync(file, "utf8")));
  return Object.entries(model.vocab)
    .filter(([word]) => /^[a-z]{2,}$/.test(word))
    .sort(([, a], [, b]) => a - b)
    .map(([word]) => word)
    .slice(0, 8000);
}

/** Frequent words come up more often, roughly as in a language. */
const zipf = (random: () => number) => random() ** 3;

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
