import { expect, it } from "vitest";
import { rarestPhrase, wordsOf } from "./rarest-phrase.ts";

const common = new Set(["the", "i", "a", "and", "went", "to", "was", "it", "of", "in", "again"]);
const rarity = (word: string) => (common.has(word) ? 0.1 : 3);

const phraseOf = (text: string) => {
  const found = rarestPhrase(text, rarity);
  return found && text.slice(found.start, found.end);
};

it("takes the words of a sentence that are the rarest", () => {
  const text =
    "I went to the shop and it was in the town again. The xylographer’s daughter carved seven small owls.";
  expect(phraseOf(text)).toBe("xylographer’s daughter carved seven small owls");
});

it("stays within a sentence, however short", () => {
  expect(phraseOf("It was Zanzibar. Quixotic umbrellas prevailed!")).toBe("Quixotic umbrellas prevailed");
});

it("finds none where no sentence has three words", () => {
  expect(phraseOf("Rain. Still rain.")).toBeUndefined();
  expect(phraseOf("")).toBeUndefined();
});

it("counts words in small letters, with their apostrophes", () => {
  expect(wordsOf("Don't — «Élan» 42!")).toEqual(["don't", "élan", "42"]);
});
