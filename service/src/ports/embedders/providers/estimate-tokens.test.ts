import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { describe, expect, it } from "vitest";
import { sampleEntries } from "../../../../../sample/sample-entries.ts";
import { ROOT } from "../../../config.ts";
import { passageTexts } from "../../../embeddings/passage-texts.ts";
import { readModelFiles } from "../onnx/model-files.ts";
import { BYTES_PER_TOKEN, estimateTokens } from "./estimate-tokens.ts";

const files = await readModelFiles(join(ROOT, "models/all-MiniLM-L6-v2"));
const tokenizer = new Tokenizer(files.tokenizer, files.tokenizerConfig);
const tokensOf = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
const bytesOf = (text: string) => Buffer.byteLength(text.normalize("NFKC"));

const ODD = [
  "🙂🙂🙂🙂🙂🙂🙂🙂",
  "👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
  "今天天气很好，我和妹妹去河边散步。",
  "Ich habe heute lange mit meiner Schwester über früher gesprochen.",
  "ﷺ ﷺ ﷺ",
  "٣٫١٤١٥٩ ３１４ ½ ㎏",
  "a".repeat(500),
  "9".repeat(500),
  "!?;:".repeat(100),
  `e${"\u0301".repeat(1000)}`,
  "a b c d e f g",
  "\t\n\r\n\u00a0\u200b",
];

describe("the estimate", () => {
  it("bounds the bytes, which no tokenizer goes beyond", () => {
    for (const text of ODD) {
      expect(estimateTokens(text) * BYTES_PER_TOKEN, text).toBeGreaterThanOrEqual(bytesOf(text));
    }
  });

  it("is somewhat more than what a journal has", () => {
    const texts = sampleEntries(new Date("2026-11-29")).map(({ text }) => text);
    const sumOf = (count: (text: string) => number) => texts.reduce((sum, text) => sum + count(text), 0);
    const ratio = sumOf(estimateTokens) / sumOf(tokensOf);
    expect(ratio).toBeGreaterThan(1.1);
    expect(ratio).toBeLessThan(1.4);
  });

  it("of parts is no less than that of the whole", () => {
    const text = ODD.join(" ");
    for (const cut of [1, 2, 3, 7, 50, 300]) {
      const parts = text.match(new RegExp(`[^]{1,${cut}}`, "gu")) ?? [];
      const sum = parts.reduce((all, part) => all + estimateTokens(part), 0);
      expect(sum, `${cut}`).toBeGreaterThanOrEqual(estimateTokens(text));
    }
  });
});

describe("passages by the estimate", () => {
  it.each([512, 256])("fit a window of %i tokens, even if every byte were one", async (maxTokens) => {
    const identity = {
      maxTokens: Math.floor(maxTokens / BYTES_PER_TOKEN),
      specialTokens: 2,
      documentPrefix: "",
    };
    const embedder = {
      identity: { ...files.identity, weights: "", dimension: 1, ...identity },
      countTokens: estimateTokens,
    };
    const document = {
      title: "A title of some length, 今天天气很好".repeat(3),
      text: ODD.slice(2).join("\n\n"),
    };
    const settings = { size: 64, overlap: 0, withTitle: true };
    const passages = await passageTexts(document, settings, embedder);
    expect(passages.length).toBeGreaterThan(5);
    for (const { text, tokens } of passages) {
      expect(tokens, text).toBeLessThanOrEqual(identity.maxTokens);
      expect(bytesOf(text) + 2, text).toBeLessThanOrEqual(maxTokens);
    }
  });
});
