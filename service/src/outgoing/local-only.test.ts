import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readConfig } from "../config.ts";

const local = (env: Record<string, string> = {}) => readConfig({ LOCAL_ONLY: "true", ...env });
function problemsOf(env: Record<string, string>): string {
  try {
    local(env);
  } catch (fault) {
    return String(fault);
  }
  return "";
}

it("takes the defaults, and whatever servers databases and stores are on", () => {
  const env = {
    DATABASE_URL: "postgresql://db.example/x",
    QDRANT_URL: "https://qdrant.example",
    S3_ENDPOINT: "https://s3.example",
  };
  expect(local(env).localOnly).toBe(true);
});

it("refuses everything else, all at once", () => {
  const problems = problemsOf({
    EMBEDDING_MODEL: "openai/text-embedding-3-small",
    OPENAI_API_KEY: "k",
    RERANKER: "cohere",
    COHERE_API_KEY: "k",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318",
    AUTH_JWKS_URL: "https://id.example.org/jwks",
    AUTH_JWT_ISSUER: "https://id.example.org",
    AUTH_JWT_AUDIENCE: "insights",
  });
  expect(problems).toContain("OTEL_EXPORTER_OTLP_ENDPOINT must not be set");
  expect(problems).toContain("AUTH_JWKS_URL must be a file:// address");
  expect(problems).toContain("EMBEDDING_MODEL must name a model on this machine");
  expect(problems).toContain("RERANKER must not be cohere");
});

it("refuses a model server on this machine as well: nobody can tell where that asks", () => {
  const env = { EMBEDDING_MODEL: "openai/x", EMBEDDING_BASE_URL: "http://127.0.0.1:11434/v1" };
  expect(problemsOf(env)).toContain("EMBEDDING_MODEL");
});

it("refuses what would be downloaded, and takes what has been", async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "cosmic-local-"));
  onTestFinished(() => rm(DATA_DIR, { recursive: true }));
  const env = { DATA_DIR, EMBEDDING_MODEL: "BAAI/bge-small-en-v1.5", RERANKER_MODEL: "cross-encoder/x" };
  expect(problemsOf(env)).toMatch(/EMBEDDING_MODEL names .*\n.*RERANKER_MODEL names /);
  await mkdir(join(DATA_DIR, "models", `BAAI--bge-small-en-v1.5@${"a".repeat(40)}`), { recursive: true });
  await mkdir(join(DATA_DIR, "models", `cross-encoder--x@${"a".repeat(40)}`), { recursive: true });
  expect(problemsOf(env)).toBe("");
});
