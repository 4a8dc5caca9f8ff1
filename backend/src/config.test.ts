import { isAbsolute } from "node:path";
import { expect, it } from "vitest";
import { readConfig } from "./config.ts";

const MONGODB_URL = "mongodb://ada:secret@db:27017/diary?replicaSet=rs0";

it("has defaults for all but the place of the journal", () => {
  const config = readConfig({ MONGODB_URL });
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 5000,
    store: { kind: "mongodb", url: MONGODB_URL, database: "diary" },
    serviceUrl: "http://127.0.0.1:8000",
    sessionDays: 30,
    trustProxy: 0,
  });
  expect(isAbsolute(config.webFolder)).toBe(true);
  expect(config.webFolder).toMatch(/web[\\/]dist$/);
});

it("takes MongoDB before PostgreSQL, and its database from the setting before the address", () => {
  const DATABASE_URL = "postgresql://db/cosmic_ml";
  expect(readConfig({ DATABASE_URL }).store).toEqual({
    kind: "postgresql",
    url: DATABASE_URL,
    encryption: undefined,
  });
  expect(readConfig({ DATABASE_URL, MONGODB_URL, MONGODB_DATABASE: "other" }).store).toMatchObject({
    kind: "mongodb",
    database: "other",
  });
});

it.each([
  ["2", 2],
  ["loopback, 10.0.0.0/8,::1", ["loopback", "10.0.0.0/8", "::1"]],
])("trusts the proxies %s", (text, trusted) => {
  expect(readConfig({ MONGODB_URL, TRUST_PROXY: text }).trustProxy).toEqual(trusted);
});

it("names everything that is wrong at once, without passwords", () => {
  const env = { PORT: "x", TRUST_PROXY: "everybody", ML_SERVICE_URL: "ml", SESSION_DAYS: "0" };
  const problems = [
    /PORT must/,
    /TRUST_PROXY must/,
    /ML_SERVICE_URL must/,
    /SESSION_DAYS must/,
    /MONGODB_URL must/,
  ];
  for (const problem of problems) expect(() => readConfig(env)).toThrow(problem);
  for (const TRUST_PROXY of ["true", "*", "0.0.0.0/0", "::/0", "1.2.3"]) {
    expect(() => readConfig({ MONGODB_URL, TRUST_PROXY })).toThrow("TRUST_PROXY");
  }
});
