import { describe, expect, it } from "vitest";
import { EnvReader } from "../../env-reader.ts";
import { readRerankingConfig } from "./config.ts";

function read(env: Record<string, string>) {
  const reader = new EnvReader(env);
  const config = readRerankingConfig(reader);
  reader.throwProblems();
  return config;
}

describe("the settings of re-ranking", () => {
  it("are none by default, whatever keys there are", () => {
    expect(read({ COHERE_API_KEY: "k" })).toEqual({ reranker: { kind: "none" }, topN: 20, budgetMs: 500 });
  });

  it("mean a model on this machine where one is named", () => {
    expect(read({ RERANKER_MODEL: "cross-encoder/ms-marco-MiniLM-L6-v2" }).reranker).toMatchObject({
      kind: "onnx",
      model: "cross-encoder/ms-marco-MiniLM-L6-v2",
      maxTokens: 512,
    });
  });

  it("may mean Cohere", () => {
    expect(read({ RERANKER: "cohere", COHERE_API_KEY: "k", RERANKER_TOP_N: "50" })).toMatchObject({
      reranker: { kind: "cohere", model: "rerank-v3.5", url: "https://api.cohere.com" },
      topN: 50,
    });
  });

  it.each([
    [{ RERANKER: "onnx" }, /RERANKER_MODEL must be set/],
    [{ RERANKER: "cohere" }, /COHERE_API_KEY must be set/],
    [
      { RERANKER: "cohere", COHERE_API_KEY: "k", COHERE_URL: "http://example.org" },
      /COHERE_URL must begin with/,
    ],
    [{ RERANKER: "cohere", COHERE_API_KEY: "a\u0000b" }, /COHERE_API_KEY has characters/],
    [{ RERANKER: "best" }, /RERANKER must be one of/],
    [{ RERANKER_TOP_N: "1" }, /RERANKER_TOP_N/],
    [{ RERANKER_BUDGET_MS: "0" }, /RERANKER_BUDGET_MS/],
  ])("%j is refused", (env, message) => {
    expect(() => read(env)).toThrow(message);
  });

  it("do not repeat a secret", () => {
    const env = { RERANKER: "cohere", COHERE_API_KEY: "se cret", COHERE_URL: "https://me:pass@example.org" };
    expect(() => read(env)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/se cret|pass/) }),
    );
  });
});
