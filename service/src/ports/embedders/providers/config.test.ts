import { describe, expect, it } from "vitest";
import { readConfig } from "../../../config.ts";

const OPENAI = "openai/text-embedding-3-small";

describe("the settings of providers", () => {
  it.each([
    [{ EMBEDDING_MODEL: OPENAI }, /OPENAI_API_KEY must be set/],
    [{ EMBEDDING_MODEL: "cohere/embed-v4.0" }, /COHERE_API_KEY must be set/],
    [{ EMBEDDING_MODEL: OPENAI, OPENAI_API_KEY: "k", MAX_SEQUENCE_LENGTH: "128" }, /MAX_SEQUENCE_LENGTH/],
    [
      {
        EMBEDDING_MODEL: "openai/words",
        EMBEDDING_BASE_URL: "http://ollama:11434/v1",
        EMBEDDING_DAILY_BUDGET_USD: "1",
      },
      /EMBEDDING_PRICE_PER_MILLION/,
    ],
    [{ EMBEDDING_BASE_URL: "http://models.example/v1", EMBEDDING_API_KEY: "k" }, /must begin with https/],
    [{ EMBEDDING_BASE_URL: "https://me:pass@models.example/v1" }, /EMBEDDING_API_KEY/],
    [{ EMBEDDING_BASE_URL: "models" }, /EMBEDDING_BASE_URL/],
    [{ EMBEDDING_PRICE_PER_MILLION: "-1" }, /EMBEDDING_PRICE_PER_MILLION/],
    [{ EMBEDDING_DAILY_BUDGET_USD: "lots" }, /EMBEDDING_DAILY_BUDGET_USD/],
    [{ OPENAI_API_KEY: "se cret" }, /OPENAI_API_KEY has characters/],
  ])("%j is refused", (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  it.each([
    { EMBEDDING_MODEL: OPENAI, OPENAI_API_KEY: "k", EMBEDDING_DAILY_BUDGET_USD: "0.5" },
    { EMBEDDING_MODEL: "cohere/embed-v4.0", COHERE_API_KEY: "k" },
    { EMBEDDING_MODEL: "openai/nomic-embed-text", EMBEDDING_BASE_URL: "http://ollama:11434/v1/" },
    {
      EMBEDDING_MODEL: "openai/BAAI/bge-m3",
      EMBEDDING_BASE_URL: "https://models.example/v1",
      EMBEDDING_API_KEY: "k",
    },
  ])("%j is taken", (env) => {
    expect(readConfig(env).embedding.model).toBe(env.EMBEDDING_MODEL);
  });

  it("do not repeat a secret", () => {
    const env = {
      OPENAI_API_KEY: "se cret",
      EMBEDDING_API_KEY: "a\tb-hidden",
      EMBEDDING_BASE_URL: "http://me:pass@x.example",
    };
    expect(() => readConfig(env)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/se cret|hidden|pass/) }),
    );
  });
});
