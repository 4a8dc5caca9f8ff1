import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../../config.ts";
import { CosmicError } from "../../../errors.ts";
import { type ModelFiles, readModelFiles } from "./model-files.ts";
import { OnnxEmbedder, type OnnxOptions } from "./onnx-embedder.ts";

const OPTIONS: OnnxOptions = {
  workers: 2,
  batchTokens: 256,
  batchMs: 30,
  queueTokens: 20_000,
  queryCacheSize: 10,
};
const TEXTS = [
  "Today I felt grateful for the small moments of joy",
  "rain",
  "Ich habe heute lange mit meiner Schwester über früher gesprochen.",
  "今天天气很好。",
  "🙂🙂",
  "…",
  "The train was late again, and I stood on the platform thinking about everything I still have to do. ".repeat(
    6,
  ),
];

let files: ModelFiles;
let embedder: OnnxEmbedder;

beforeAll(async () => {
  files = await readModelFiles(join(ROOT, "models/all-MiniLM-L6-v2"), { maxTokens: 512 });
  embedder = await OnnxEmbedder.open(files, OPTIONS);
});
afterAll(() => embedder?.close());

const embed = (texts: readonly string[], signal?: AbortSignal) =>
  embedder.embed(texts, { purpose: "document", ...(signal ? { signal } : {}) });
const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe("OnnxEmbedder", () => {
  it("gives unit vectors of the model's dimension, in the order of the texts", async () => {
    const vectors = await embed(TEXTS);
    expect(vectors).toHaveLength(TEXTS.length);
    for (const vector of vectors) {
      expect(vector).toHaveLength(embedder.identity.dimension);
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    }
    const [rain] = await embed(["rain"]);
    expect(cosine(vectors[1] ?? new Float32Array(), rain ?? new Float32Array())).toBeGreaterThan(0.9999);
  });

  it("gives a text the same vector alone, in any batch and beside texts of any length", async () => {
    const alone: Float32Array[] = [];
    for (const text of TEXTS) alone.push(...(await embed([text])));
    const crowd = Array.from(
      { length: 40 },
      (_, i) => `${TEXTS[i % TEXTS.length]} ${"and so on ".repeat(i % 9)}`,
    );
    const mixed = await embed([...crowd, ...TEXTS, ...crowd]);
    alone.forEach((vector, i) => {
      expect(cosine(vector, mixed[crowd.length + i] ?? new Float32Array())).toBeGreaterThan(0.9999);
    });
  });

  it("puts what means the same near, and what does not far", async () => {
    const [joy, happy, tax] = await embed([
      "I am full of joy",
      "I feel so happy",
      "The tax form is due in May",
    ]);
    if (!joy || !happy || !tax) throw new Error("three vectors expected");
    expect(cosine(joy, happy)).toBeGreaterThan(cosine(joy, tax) + 0.3);
  });

  it("counts tokens exactly", () => {
    expect(embedder.countTokens("")).toBe(0);
    expect(embedder.countTokens("hello world")).toBe(2);
    expect(embedder.identity.specialTokens).toBe(2);
    expect(embedder.identity).toMatchObject({
      pooling: "mean",
      normalize: true,
      dimension: 384,
      maxTokens: 256,
    });
  });

  it("refuses a text that is too long instead of cutting it", async () => {
    await expect(embed(["word ".repeat(300)])).rejects.toMatchObject({ code: "text_too_long" });
  });

  it("refuses bulk work beyond its queue, and answers queries all the same", async () => {
    const load = Array.from({ length: 400 }, () => "something to keep it busy ".repeat(8));
    const finished: string[] = [];
    const refused: unknown[] = [];
    // Both encode their texts in turns, and either may come to the queue first.
    const bulk = [load, load].map((texts) =>
      embed(texts).then(
        () => finished.push("bulk"),
        (error) => refused.push(error),
      ),
    );
    await Promise.race(bulk);
    expect(refused).toEqual([
      expect.objectContaining({ code: "overloaded", retryAfter: expect.any(Number) }),
    ]);
    await embedder.embed(["a question"], { purpose: "query" });
    finished.push("query");
    await Promise.all(bulk);
    expect(finished).toEqual(["query", "bulk"]);
  });

  it("stops at once when the signal aborts, and goes on with other work", async () => {
    const cancelling = new AbortController();
    const reason = new CosmicError("cancelled", "not wanted any more");
    const cancelled = embed(
      Array.from({ length: 300 }, () => "a long list of texts ".repeat(8)),
      cancelling.signal,
    );
    cancelling.abort(reason);
    await expect(cancelled).rejects.toBe(reason);
    expect(embedder.describe().queuedTokens).toBe(0);
    await expect(embed(["still here"])).resolves.toHaveLength(1);
  });

  it("remembers the vectors of queries", async () => {
    const [first] = await embedder.embed(["the same question"], { purpose: "query" });
    const [second] = await embedder.embed(["the same question"], { purpose: "query" });
    expect(second).toBe(first);
  });

  it("says what is wrong with a model that cannot be run", async () => {
    const broken = { ...files, modelPath: join(ROOT, "package.json"), equalLengthsPath: undefined };
    await expect(OnnxEmbedder.open(broken, OPTIONS)).rejects.toMatchObject({ code: "embedder_unavailable" });
  });

  it("refuses work once it is closed, and what waits", async () => {
    const other = await OnnxEmbedder.open(files, OPTIONS);
    const waiting = other.embed(
      Array.from({ length: 50 }, () => "waiting ".repeat(40)),
      { purpose: "document" },
    );
    const refused = expect(waiting).rejects.toMatchObject({ code: "stopping" });
    await other.close();
    await refused;
    await expect(other.embed(["x"], { purpose: "document" })).rejects.toMatchObject({ code: "stopping" });
  });
});
