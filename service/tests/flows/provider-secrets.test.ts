import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { sendJson } from "../../src/outgoing/test-api-server.ts";
import { startEmbeddingTestServer } from "../../src/ports/embedders/providers/test-server.ts";
import { cosmic, spawnCosmic } from "./cli-child.ts";
import { connect, until } from "./test-service.ts";

const KEY = "sk-never-to-be-seen-4711";
const TEXT = "Nobody is to read of the heron";

it("a key is in nothing that is printed, logged or answered, and a text in no log", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-secrets-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using provider = await startEmbeddingTestServer(64);
  const env = {
    DATA_DIR: folder,
    EMBEDDING_MODEL: "openai/words",
    EMBEDDING_BASE_URL: `${provider.url}/v1`,
    EMBEDDING_API_KEY: KEY,
    OPENAI_API_KEY: KEY,
    COHERE_API_KEY: KEY,
    EMBEDDING_OUTAGE_SECONDS: "0",
    LOG_LEVEL: "trace",
    LOG_FORMAT: "json",
  };
  const child = spawnCosmic(["start", "--json"], env);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  await until(async () => /http:\/\/127\.0\.0\.1:\d+/.test(printed) || child.exitCode !== null);
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? "";
  const service = connect(address);
  const answers: string[] = [];
  const ask = async (method: string, path: string, body?: object) => {
    const response = await service.request(method, path, body && JSON.stringify(body));
    answers.push(await response.text());
  };

  // A provider that says back what it was sent.
  provider.misbehave = (response, { key, body }) =>
    sendJson(response, 401, {
      error: { message: `Wrong key ${key} for ${JSON.stringify(body)}`, code: "invalid_api_key" },
    });
  await ask("POST", "/api/v1/documents/", { user_id: "ada", text: TEXT });
  await until(async () => {
    const { data } = await service.client.GET("/api/v1/health/");
    return data?.dependencies.some(({ error }) => error?.includes("401")) ?? false;
  });
  await ask("POST", "/api/v1/search/", { query: TEXT, user_id: "ada", mode: "semantic" });
  await ask("POST", "/v1/embeddings", { input: TEXT });
  await ask("POST", "/api/v1/models/indexes/", { model: "openai/others" });
  for (const path of ["health/", "jobs/", "models/usage/", "models/indexes/"])
    await ask("GET", `/api/v1/${path}`);
  const commands = await Promise.all([
    cosmic(["status", "--verbose"], env),
    cosmic(["doctor", "--json"], env),
    cosmic(["models", "usage"], env),
  ]);
  child.kill("SIGTERM");
  await once(child, "exit");

  expect(provider.asked.some(({ key }) => key === `Bearer ${KEY}`)).toBe(true);
  expect(answers.join()).toContain("answers with status 401 (invalid_api_key)");
  expect(commands[1]?.stdout).toContain("refuses the key");
  const all = [printed, ...answers, ...commands.flatMap(({ stdout, stderr }) => [stdout, stderr])].join("\n");
  expect(all).not.toContain(KEY);
  expect(printed).toContain("401");
  expect(printed).not.toContain("heron");
});
