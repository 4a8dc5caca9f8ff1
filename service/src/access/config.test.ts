import { describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const JWKS = { AUTH_JWKS_URL: "https://id.example.org/keys", AUTH_JWT_ISSUER: "i", AUTH_JWT_AUDIENCE: "a" };

describe("access control by settings", () => {
  it.each([{ REQUIRE_AUTH: "true" }, { SERVICE_API_KEY: SECRET }, { AUTH_JWT_SECRET: SECRET }, JWKS])(
    "lets the service listen anywhere: %j",
    (settings) => expect(readConfig({ HOST: "0.0.0.0", ...settings }).http.host).toBe("0.0.0.0"),
  );

  it.each([
    [{ AUTH_JWT_SECRET: SECRET.slice(1) }, "AUTH_JWT_SECRET must have at least 32 bytes"],
    [{ SERVICE_API_KEY: "short" }, "SERVICE_API_KEY must have at least 32 bytes"],
    [{ ...JWKS, AUTH_JWT_AUDIENCE: "" }, "AUTH_JWKS_URL needs AUTH_JWT_AUDIENCE and AUTH_JWT_ISSUER"],
    [{ ...JWKS, AUTH_JWT_ISSUER: "" }, "AUTH_JWKS_URL needs AUTH_JWT_AUDIENCE and AUTH_JWT_ISSUER"],
    [{ ...JWKS, AUTH_JWKS_URL: "http://id.example.org/keys" }, "AUTH_JWKS_URL must begin with https://"],
    [{ CORS_ORIGINS: "*" }, "CORS_ORIGINS must be origins"],
    [{ CORS_ORIGINS: "https://app.example.org/path" }, "CORS_ORIGINS must be origins"],
  ])("refuses %j", (settings, problem) => expect(() => readConfig(settings)).toThrow(problem));

  it("does not say a secret when it refuses it", () => {
    let message = "";
    try {
      readConfig({ AUTH_JWT_SECRET: "hunter2" });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain("AUTH_JWT_SECRET");
    expect(message).not.toContain("hunter2");
  });
});
