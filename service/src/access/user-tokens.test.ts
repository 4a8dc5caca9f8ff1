import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserTokensConfig } from "./config.ts";
import { createUserTokenVerifier } from "./user-tokens.ts";

const SECRET = "a secret of at least thirty-two bytes";
const plain: UserTokensConfig = {
  secret: SECRET,
  jwksUrl: undefined,
  issuer: undefined,
  audience: undefined,
  leewaySeconds: 30,
};
const strict = { ...plain, issuer: "https://id.example.org/", audience: "cosmic" };
const now = () => Math.floor(Date.now() / 1000);
const claims = (more: JWTPayload = {}) => ({ sub: "ada", exp: now() + 60, ...more });

const sign = (
  payload: JWTPayload,
  key: Uint8Array | CryptoKey = Buffer.from(SECRET),
  header: JWTHeaderParameters = { alg: "HS256" },
) => new SignJWT(payload).setProtectedHeader(header).sign(key);
const verify = (token: string, config = plain) => createUserTokenVerifier(config).verify(token);
const refused = { code: "unauthenticated" };

describe("tokens with a shared secret", () => {
  it("say who the user is, and until when", async () => {
    const { exp } = claims();
    const principal = await verify(await sign(claims({ exp })));
    expect(principal).toMatchObject({ kind: "user", userId: "ada", id: "ada" });
    expect(principal.expiresAt).toEqual(new Date((exp + 30) * 1000));
    expect([...principal.scopes].sort()).toEqual(["documents:read", "documents:write", "search"]);
  });

  it.each<[string, () => Promise<string> | string]>([
    ["without an end", () => sign({ sub: "ada" })],
    ["that ended before the leeway", () => sign(claims({ exp: now() - 40 }))],
    ["that has not begun", () => sign(claims({ nbf: now() + 60 }))],
    ["without a user", () => sign({ exp: now() + 60 })],
    ["of an empty user", () => sign(claims({ sub: "" }))],
    ["of a user that is too long", () => sign(claims({ sub: "a".repeat(201) }))],
    ["of a user that no database holds", () => sign(claims({ sub: "a\0b" }))],
    ["of another signer", () => sign(claims(), Buffer.from(randomUUID() + randomUUID()))],
    ["signed by another algorithm", () => sign(claims(), Buffer.from(SECRET.repeat(2)), { alg: "HS512" })],
    ["without a signature", () => new UnsecuredJWT(claims()).encode()],
    ["with a header that names none", async () => `${base64({ alg: "none" })}.${base64(claims())}.`],
    ["cut off", async () => (await sign(claims())).slice(0, -3)],
    ["that are no tokens", () => "a.b.c"],
    ["that are nothing", () => ""],
  ])("are refused %s", async (_name, token) => {
    await expect(verify(await token())).rejects.toMatchObject(refused);
  });

  it("are taken within the leeway", async () => {
    expect(await verify(await sign(claims({ exp: now() - 20 })))).toMatchObject({ userId: "ada" });
  });

  it("are for this service and of that issuer, where these are set", async () => {
    const right = { iss: strict.issuer, aud: strict.audience };
    expect(await verify(await sign(claims(right)), strict)).toMatchObject({ userId: "ada" });
    for (const wrong of [{ ...right, aud: "other" }, { ...right, iss: "https://example.org/" }, {}]) {
      await expect(verify(await sign(claims(wrong)), strict)).rejects.toMatchObject(refused);
    }
  });
});

describe("tokens with published keys", () => {
  const opened = new AsyncDisposableStack();
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  let config: UserTokensConfig;
  let fromFile: UserTokensConfig;
  let answers = 200;

  beforeAll(async () => {
    pair = await generateKeyPair("RS256", { extractable: true });
    const set = JSON.stringify({
      keys: [{ ...(await exportJWK(pair.publicKey)), kid: "one", alg: "RS256" }],
    });
    const server = createServer((_request, response) => response.writeHead(answers).end(set)).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    opened.defer(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const folder = await mkdtemp(join(tmpdir(), "cosmic-jwks-"));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "keys.json"), set);
    config = { ...strict, secret: undefined, jwksUrl: new URL(`http://127.0.0.1:${address.port}/keys`) };
    fromFile = { ...config, jwksUrl: pathToFileURL(join(folder, "keys.json")) };
  });
  afterAll(() => opened.disposeAsync());

  const own = () => claims({ iss: strict.issuer, aud: strict.audience });
  const signed = (payload = own(), kid = "one") => sign(payload, pair.privateKey, { alg: "RS256", kid });

  it("are checked by keys from an address, and from a file", async () => {
    const token = await signed();
    expect(await verify(token, config)).toMatchObject({ userId: "ada" });
    expect(await verify(token, fromFile)).toMatchObject({ userId: "ada" });
  });

  it("are not taken for ones with a shared secret that is the public key", async () => {
    const publicKey = Buffer.from(await exportSPKI(pair.publicKey));
    const confused = await sign(own(), publicKey, { alg: "HS256", kid: "one" });
    await expect(verify(confused, config)).rejects.toMatchObject(refused);
    await expect(verify(confused, { ...config, secret: SECRET })).rejects.toMatchObject(refused);
  });

  it("are refused with a key that is not published", async () => {
    await expect(verify(await signed(own(), "two"), config)).rejects.toMatchObject(refused);
    const other = await generateKeyPair("RS256");
    const forged = await sign(own(), other.privateKey, { alg: "RS256", kid: "one" });
    await expect(verify(forged, config)).rejects.toMatchObject(refused);
  });

  it("cannot be checked while the keys cannot be read, which is nobody's fault who asks", async () => {
    answers = 500;
    await expect(verify(await signed(), config)).rejects.toMatchObject({ code: "access_unavailable" });
    answers = 200;
    const nowhere = { ...config, jwksUrl: new URL("file:///no/such/file") };
    await expect(verify(await signed(), nowhere)).rejects.toMatchObject({ code: "access_unavailable" });
  });
});

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
