import { describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { toSetting } from "./to-setting.ts";

describe("settings as they are shown", () => {
  it("have the value of the environment before the default", () => {
    const { settings } = readConfig({ PASSAGE_TOKENS: "48" });
    expect(settings).toContainEqual({ name: "PASSAGE_TOKENS", value: "48", given: true, secret: false });
    expect(settings).toContainEqual({ name: "PORT", value: "8000", given: false, secret: false });
    expect(settings).toContainEqual({ name: "DATABASE_URL", value: null, given: false, secret: false });
  });

  it("hide every secret of the configuration", () => {
    const secret = "0123456789".repeat(4);
    const secrets = {
      ...{ SERVICE_API_KEY: secret, COSMIC_API_KEY: secret, AUTH_JWT_SECRET: secret, HF_TOKEN: secret },
      ...{ OPENAI_API_KEY: secret, COHERE_API_KEY: secret, QDRANT_API_KEY: secret },
      ...{ S3_ACCESS_KEY: secret, S3_SECRET_KEY: secret },
    };
    const addresses = {
      ...{ S3_ENDPOINT: "http://localhost:9000", QDRANT_URL: "http://localhost:6333" },
      DATABASE_URL: `postgresql://ada:${secret}@localhost/cosmic?password=${secret}`,
      REDIS_URL: `redis://:${secret}@localhost:6379/2`,
      MONGODB_URL: `mongodb://ada:${secret}@one.example.org,two.example.org/cosmic?authSource=admin`,
    };
    const { settings } = readConfig({
      ...{ ...secrets, ...addresses },
      ...{ EMBEDDING_MODEL: "openai/text-embedding-3-small", RERANKER: "cohere" },
    });
    expect(JSON.stringify(settings)).not.toContain(secret);
    const shown = new Map(settings.map((setting) => [setting.name, setting]));
    for (const name of Object.keys(secrets)) {
      expect(shown.get(name)).toEqual({ name, value: null, given: true, secret: true });
    }
    expect(shown.get("DATABASE_URL")?.value).toBe("postgresql://…@localhost/cosmic?…");
    expect(shown.get("MONGODB_URL")?.value).toBe("mongodb://…@one.example.org,two.example.org/cosmic?…");
  });

  it.each([
    ["redis://:p@ss/word@localhost:6379", "redis://…@localhost:6379"],
    ["https://id.example.org/jwks.json", "https://id.example.org/jwks.json"],
    ["15 4 * * ?", "15 4 * * ?"],
  ])("%s as %s", (given, value) => expect(toSetting("ANY_URL", given, undefined).value).toBe(value));
});
