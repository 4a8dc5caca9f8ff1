import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

describe("readConfig", () => {
  it("needs nothing", () => {
    const config = readConfig({});
    expect(config.http).toMatchObject({ host: "127.0.0.1", port: 8000 });
    expect(config.database.kind).toBe("pglite");
    expect(config.embedding.model).toBe("all-MiniLM-L6-v2");
  });

  it("takes an empty variable as unset", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: " " })).toMatchObject({
      http: { port: 8000 },
      database: { kind: "pglite" },
    });
  });

  it("names every problem at once", () => {
    const wrong = {
      PORT: "http",
      DATABASE_URL: "mysql://somewhere",
      EMBED_TITLE: "maybe",
      PASSAGE_TOKENS: "20",
      PASSAGE_OVERLAP: "20",
      LOG_LEVEL: "loud",
      HF_ENDPOINT: "the hub",
    };
    const problems = ["PORT", "DATABASE_URL", "EMBED_TITLE", "PASSAGE_OVERLAP", "LOG_LEVEL", "HF_ENDPOINT"];
    let message = "";
    try {
      readConfig(wrong);
    } catch (error) {
      message = String(error);
    }
    for (const name of problems) expect(message).toContain(name);
  });

  it.each(["0.0.0.0", "::", "192.168.1.5", "example.com", "127.0.0.1.example.com"])(
    "refuses to listen on %s, because nothing controls access yet",
    (HOST) => expect(() => readConfig({ HOST })).toThrow("loopback"),
  );

  it.each(["127.0.0.1", "127.8.8.8", "localhost", "::1"])("listens on %s", (HOST) => {
    expect(readConfig({ HOST }).http.host).toBe(HOST);
  });
});
