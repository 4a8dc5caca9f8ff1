import { describe, expect, it } from "vitest";
import { splitPassages } from "./split.ts";

/** Words and signs, near enough to tokens for these tests. */
const count = (text: string) => text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu)?.length ?? 0;
const split = (text: string, size = 12, overlap = 0) => splitPassages(text, { size, overlap }, count);
const texts = async (text: string, size?: number, overlap?: number) =>
  (await split(text, size, overlap)).map((passage) => text.slice(passage.start, passage.end));

/** Every character that is not white space lies in a passage. */
async function expectNothingLost(text: string, size: number, overlap = 0) {
  const covered = new Uint8Array(text.length);
  const passages = await split(text, size, overlap);
  passages.forEach((passage, i) => {
    expect(passage.ordinal).toBe(i);
    expect(passage.end).toBeGreaterThan(passage.start);
    covered.fill(1, passage.start, passage.end);
  });
  for (let i = 0; i < text.length; i++) {
    if (covered[i] === 0) expect(text[i]?.trim()).toBe("");
  }
  return passages;
}

describe("splitPassages", () => {
  it("keeps a short text whole, without the white space round it", async () => {
    expect(await texts("  One sentence. And another.\n")).toEqual(["One sentence. And another."]);
  });

  it("cuts on sentence borders", async () => {
    expect(await texts("The first one is here. The second one is there. The third is gone.", 10)).toEqual([
      "The first one is here.",
      "The second one is there.",
      "The third is gone.",
    ]);
  });

  it("ends a passage with its paragraph when it is more than half full", async () => {
    const text = "Seven words stand in this first paragraph.\n\nA second begins.";
    expect(await texts(text, 12)).toEqual(["Seven words stand in this first paragraph.", "A second begins."]);
  });

  it("repeats whole sentences as overlap", async () => {
    expect(await texts("Aa bb. Cc dd. Ee ff. Gg hh.", 6, 3)).toEqual([
      "Aa bb. Cc dd.",
      "Cc dd. Ee ff.",
      "Ee ff. Gg hh.",
    ]);
  });

  it("cuts a sentence that is too long between words", async () => {
    const text = Array.from({ length: 30 }, (_, i) => `word${i}`).join(" ");
    for (const passage of await expectNothingLost(text, 12)) {
      expect(text.slice(passage.start, passage.end)).toMatch(/^word\d+( word\d+)*$/);
    }
  });

  it("finds sentences in Chinese and Japanese, which have no spaces", async () => {
    const text = "今天天气很好。我去公园散步了。晚上和朋友吃饭。";
    const perCharacter = (part: string) => [...part].length;
    const passages = await splitPassages(text, { size: 9, overlap: 0 }, perCharacter);
    expect(passages.map(({ start, end }) => text.slice(start, end))).toEqual([
      "今天天气很好。",
      "我去公园散步了。",
      "晚上和朋友吃饭。",
    ]);
  });

  it("never cuts through an emoji or a combined letter", async () => {
    const text = "👩‍👩‍👧‍👦é".repeat(40);
    const perUnit = (part: string) => part.length;
    for (const { start, end } of await splitPassages(text, { size: 30, overlap: 0 }, perUnit)) {
      expect(text.slice(start, end).isWellFormed()).toBe(true);
      expect(text.slice(start, end)).toMatch(/^(👩‍👩‍👧‍👦|é)+$/u);
    }
  });

  it("gives no passage for white space", async () => {
    expect(await split(" \n\n\t ")).toEqual([]);
  });

  it.each([
    ["no sentence end for a long way", "lorem ipsum dolor ".repeat(3000)],
    ["one word without an end", "x".repeat(50_000)],
    ["many blank lines", "a\n\n\n\nb\r\n\r\nc\n \n d"],
    ["sentence ends everywhere", "a. b! c? ".repeat(500)],
  ])("loses nothing: %s", async (_, text) => {
    await expectNothingLost(text, 16, 4);
  });

  it("loses nothing of random Unicode", async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const alphabet = [
      " ",
      "\n",
      "\n\n",
      ". ",
      "! ",
      "a",
      "é",
      "ß",
      "字",
      "👍🏽",
      "\u200b",
      "\u0301",
      "؟",
      "\t",
      "word",
    ];
    for (let run = 0; run < 200; run++) {
      const text = Array.from({ length: random(120) }, () => alphabet[random(alphabet.length)]).join("");
      await expectNothingLost(text, 2 + random(20), random(2));
    }
  });
});
