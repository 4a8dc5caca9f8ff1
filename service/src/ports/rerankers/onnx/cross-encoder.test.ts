import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsk } from "../../../outgoing/ask.ts";
import type { Reranker } from "../reranker.ts";
import { openCrossEncoder } from "./cross-encoder.ts";
import { writeTestCrossEncoder } from "./test-model.ts";

let folder: string;
let reranker: Reranker;

const hub = {
  hubUrl: "http://127.0.0.1:9",
  hubToken: undefined,
  ask: createAsk(false),
  dataFolder: tmpdir(),
  onDownload: () => {},
};
const open = (model: string, maxTokens = 512) =>
  openCrossEncoder({ model, modelFile: undefined, maxTokens }, hub);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cross-encoder-"));
  await writeTestCrossEncoder(join(folder, "good"), "ferry");
  reranker = await open(join(folder, "good"));
});
afterAll(async () => {
  await reranker?.close();
  await rm(folder, { recursive: true });
});

const signal = new AbortController().signal;
const rank = (query: string, ...texts: string[]) => reranker.rank(query, texts, signal);
/** Of the test model: 2 for every ferry in the text, less 1. */
const relevance = (ferries: number) => expect.closeTo(1 / (1 + Math.exp(1 - 2 * ferries)), 5);

describe("a cross-encoder", () => {
  it("reads query and text as a pair, and knows which is which", async () => {
    expect(await rank("a ferry", "bread", "the ferry left", "ferry after ferry")).toEqual([
      relevance(0),
      relevance(1),
      relevance(2),
    ]);
  });

  it("gives a text the same score alone, among others, and beyond one run", async () => {
    const texts = Array.from(
      { length: 60 },
      (_, i) => `${"and so on ".repeat(i % 17)}${i % 3 ? "ferry" : ""}`,
    );
    const together = await rank("boats", ...texts);
    const alone = [];
    for (const text of texts) alone.push(...(await rank("boats", text)));
    expect(together).toEqual(alone);
    expect(together).toEqual(texts.map((text) => relevance(text.includes("ferry") ? 1 : 0)));
  });

  it("cuts a text at its end, and a query to half of the room", async () => {
    const long = "and so on ".repeat(500);
    expect(await rank("boats", `ferry ${long}`, `${long} ferry`)).toEqual([relevance(1), relevance(0)]);
    expect(await rank(long, "ferry")).toEqual([relevance(1)]);
    expect(await rank("", "")).toEqual([relevance(0)]);
    expect(await rank("boats")).toEqual([]);
  });

  it("stops when nobody waits any more, and goes on with the next", async () => {
    const stop = new AbortController();
    const many = Array.from({ length: 500 }, () => "ferry ".repeat(60));
    const ranking = expect(reranker.rank("boats", many, stop.signal)).rejects.toThrow("enough");
    stop.abort(new Error("enough"));
    await ranking;
    expect(await rank("boats", "ferry")).toEqual([relevance(1)]);
  });

  it("has the name of its folder", () => {
    expect(reranker.model).toBe("good");
  });
});

describe("what is no cross-encoder", () => {
  it("is refused for its outputs", async () => {
    await writeTestCrossEncoder(join(folder, "two"), "ferry", 2);
    await expect(open(join(folder, "two"))).rejects.toMatchObject({
      code: "reranker_unavailable",
      message: expect.stringContaining("one number a pair"),
    });
  });

  it("is refused for its weights", async () => {
    await writeTestCrossEncoder(join(folder, "damaged"), "ferry");
    await writeFile(join(folder, "damaged", "model.onnx"), "no model");
    await expect(open(join(folder, "damaged"))).rejects.toMatchObject({ code: "reranker_unavailable" });
  });

  it("is refused where it cannot be found", async () => {
    await expect(open("./nowhere")).rejects.toMatchObject({ code: "model_not_found" });
    await expect(open("owner/name")).rejects.toMatchObject({ code: "model_unreachable" });
  });
});
