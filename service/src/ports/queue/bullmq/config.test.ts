import { expect, test } from "vitest";
import { EnvReader } from "../../../env-reader.ts";
import { readQueueConfig } from "../config.ts";

function read(env: Record<string, string>) {
  const reader = new EnvReader(env);
  const config = readQueueConfig(reader);
  reader.throwProblems();
  return config;
}

test("without REDIS_URL jobs stay in the database", () => {
  expect(read({})).toEqual({ kind: "database" });
  expect(read({ REDIS_URL: " ", REDIS_PREFIX: "mine" })).toEqual({ kind: "database" });
});

test("with it they are in Redis, with TLS and a password if it says so", () => {
  const url = "rediss://worker:secret@redis.example:6380/2";
  expect(read({ REDIS_URL: url })).toEqual({ kind: "redis", url, prefix: "cosmic" });
  expect(read({ REDIS_URL: url, REDIS_PREFIX: "{mine}" })).toMatchObject({ prefix: "{mine}" });
});

test.for(["http://:secret@host", "redis://", "redis:secret@host", "host:6379"])(
  "what is no address of Redis is refused, and not shown: %s",
  (REDIS_URL) => {
    expect(() => read({ REDIS_URL })).toThrow("REDIS_URL must be an address");
    expect(() => read({ REDIS_URL })).not.toThrow(/secret/);
  },
);

test("a prefix that could be taken for a pattern is refused", () => {
  expect(() => read({ REDIS_URL: "redis://host", REDIS_PREFIX: "a*" })).toThrow("REDIS_PREFIX");
});
