import { describe, expect, it } from "vitest";
import { EnvReader } from "../../../env-reader.ts";
import { readQdrantConfig } from "./config.ts";

function read(env: NodeJS.ProcessEnv): { config: ReturnType<typeof readQdrantConfig>; problems: string } {
  const reader = new EnvReader(env);
  const config = readQdrantConfig(reader);
  try {
    reader.throwProblems();
    return { config, problems: "" };
  } catch (error) {
    return { config, problems: String(error) };
  }
}

describe("readQdrantConfig", () => {
  it("needs nothing", () => {
    const { config, problems } = read({});
    expect(problems).toBe("");
    expect(config).toMatchObject({
      url: "http://localhost:6333",
      apiKey: undefined,
      alias: "cosmic_embeddings",
      collectionPrefix: "cosmic_",
      shards: undefined,
      quantization: "none",
      onDisk: false,
    });
  });

  it("names every problem", () => {
    const { problems } = read({
      QDRANT_URL: "redis://somewhere",
      QDRANT_ALIAS: "a/b",
      QDRANT_COLLECTION_PREFIX: "a b",
      QDRANT_SHARDS: "0",
      QDRANT_REPLICAS: "2",
      QDRANT_WRITE_CONSISTENCY: "3",
      QDRANT_ON_DISK: "maybe",
      QDRANT_QUANTIZATION: "float",
      QDRANT_TIMEOUT_MS: "soon",
      QDRANT_BATCH: "none",
      QDRANT_API_KEY: "a key",
    });
    for (const name of [
      "QDRANT_URL",
      "QDRANT_ALIAS",
      "QDRANT_COLLECTION_PREFIX",
      "QDRANT_SHARDS",
      "QDRANT_WRITE_CONSISTENCY",
      "QDRANT_ON_DISK",
      "QDRANT_QUANTIZATION",
      "QDRANT_TIMEOUT_MS",
      "QDRANT_BATCH",
      "QDRANT_API_KEY",
    ]) {
      expect(problems).toContain(name);
    }
  });

  it("shows no password", () => {
    const { problems } = read({ QDRANT_URL: "https://me:geheim@qdrant.example" });
    expect(problems).toContain("QDRANT_API_KEY");
    expect(problems).not.toContain("geheim");
  });

  it.each([
    "http://qdrant.example.com",
    "http://192.168.1.5:6333",
    "http://127.0.0.1.example.com",
    "http://[2001:db8::1]:6333",
  ])("sends no key to %s, where it could be read", (url) => {
    expect(read({ QDRANT_URL: url, QDRANT_API_KEY: "key" }).problems).toContain("https://");
    expect(read({ QDRANT_URL: url }).problems).toBe("");
  });

  it.each([
    "https://qdrant.example.com",
    "http://localhost:6333",
    "http://127.0.0.1",
    "http://[::1]:6333",
    "http://qdrant:6333",
  ])("sends a key to %s", (url) => {
    expect(read({ QDRANT_URL: url, QDRANT_API_KEY: "key" }).problems).toBe("");
  });
});
