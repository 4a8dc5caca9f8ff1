import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { type Embedder, type EmbedOptions, noTotals } from "../ports/embedders/embedder.ts";
import { nearestSentences, type SentenceContext } from "./sentence-highlights.ts";

const TEXT = "Rain all day.  My brother called from Lisbon! Then nothing.";
const LISBON = "My brother called from Lisbon!";
const QUERY = Float32Array.of(0, 1);

/** Sentences about Lisbon lie in the direction of the query, all others across it. */
const aboutLisbon = (text: string) =>
  text.includes("Lisbon") ? Float32Array.of(0, 1) : Float32Array.of(1, 0);

function contextWith(
  embed: (texts: readonly string[], options: EmbedOptions) => Promise<Float32Array[]>,
  queuedTokens = 0,
): SentenceContext {
  const embedder: Embedder = {
    identity: {
      name: "two directions",
      weights: "",
      dimension: 2,
      pooling: "mean",
      normalize: true,
      maxTokens: 64,
      specialTokens: 2,
      queryPrefix: "",
      documentPrefix: "",
    },
    countTokens: (text) => text.split(/\s+/).length,
    embed,
    shortensTo: () => false,
    describe: () => ({
      kind: "onnx" as const,
      model: "two directions",
      workers: 1,
      queuedTokens,
      done: noTotals(),
    }),
    close: async () => {},
  };
  return { embedder, log: pino({ level: "silent" }) };
}

const passage = { text: TEXT, start: 100 };

describe("the sentence nearest to the query", () => {
  it("is found, without the white space round it, and is not embedded twice", async () => {
    const embedded: string[] = [];
    const context = contextWith(async (texts) => {
      embedded.push(...texts);
      return texts.map(aboutLisbon);
    });
    const start = 100 + TEXT.indexOf(LISBON);
    const expected = [{ start, end: start + LISBON.length, kind: "sentence" }];
    expect(await nearestSentences(context, [passage], QUERY)).toEqual(expected);
    expect(await nearestSentences(context, [passage], QUERY)).toEqual(expected);
    expect(embedded).toEqual(["Rain all day.", LISBON, "Then nothing."]);
  });

  it("is the only one of a passage of one, for which nothing is embedded", async () => {
    const context = contextWith(() => Promise.reject(new Error("nothing to embed")));
    expect(await nearestSentences(context, [{ text: LISBON, start: 7 }], QUERY)).toEqual([
      { start: 7, end: 7 + LISBON.length, kind: "sentence" },
    ]);
  });

  it("is left out where the embedder is down, for that passage alone", async () => {
    const context = contextWith(async (texts) => {
      if (texts.some((text) => text.startsWith("Snow"))) throw new Error("down");
      return texts.map(aboutLisbon);
    });
    const snow = { text: "Snow. More of it.", start: 0 };
    expect(await nearestSentences(context, [snow, passage], QUERY)).toEqual([
      undefined,
      expect.objectContaining({ kind: "sentence" }),
    ]);
  });

  it("is left out when it takes too long", async () => {
    const context = contextWith(
      (_, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
    );
    expect(await nearestSentences(context, [passage], QUERY)).toEqual([undefined]);
  });

  it("does not wait behind other work", async () => {
    let asked = 0;
    const context = contextWith(async (texts, { signal }) => {
      signal?.throwIfAborted();
      asked++;
      return texts.map(aboutLisbon);
    }, 10_000);
    expect(await nearestSentences(context, [passage], QUERY)).toEqual([undefined]);
    expect(asked).toBe(0);
  });

  it("is looked for in the first hits only", async () => {
    const context = contextWith(async (texts) => texts.map(aboutLisbon));
    const many = Array.from({ length: 50 }, () => passage);
    expect((await nearestSentences(context, many, QUERY)).length).toBeLessThan(50);
  });
});
