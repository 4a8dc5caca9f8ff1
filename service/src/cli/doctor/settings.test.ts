import { expect, it } from "vitest";
import { readConfig } from "../../config.ts";
import { listSettings } from "./settings.ts";

it("shows every setting and no secret", () => {
  const config = readConfig({
    DATABASE_URL: "postgresql://writer:hunter2@db.example:5432/journal?sslkey=hunter2",
    HF_TOKEN: "hunter2",
    PORT: "8123",
  });
  const settings = new Map(listSettings(config));
  expect(settings.get("http.port")).toBe("8123");
  expect(settings.get("embedding.maxTokens")).toBe("512");
  expect(settings.get("embedding.modelFile")).toBe("(not set)");
  expect(settings.get("embedding.hubToken")).toBe("(hidden)");
  expect(settings.get("database.url")).toMatch("postgresql://writer:hidden@db.example:5432/journal");
  expect(JSON.stringify([...settings])).not.toContain("hunter2");
});

it("shows nothing of an address that it cannot take apart", () => {
  const config = readConfig({ DATABASE_URL: "postgresql://writer:hunter2@db:port:80/x" });
  expect(JSON.stringify(listSettings(config))).not.toContain("hunter2");
});
