import { createHash, randomUUID } from "node:crypto";
import { Account, AppProblem } from "@cosmic/contract/app";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, newClient, PASSWORD, signedUp } from "../client.ts";
import { startTestBackend, type TestBackend } from "../test-backend.ts";

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend?.[Symbol.asyncDispose]());

const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem = await bodyOf(AppProblem, response);
  expect(problem.status).toBe(response.status);
  return problem;
};
const codeOf = async (response: Response) => (await problemOf(response)).code;
const email = () => `${randomUUID()}@example.org`;

describe("signing up", () => {
  it("makes an account and a session, and tells neither password nor hash", async () => {
    const client = newClient(backend.address);
    const address = email();
    const response = await client.request("POST", "/api/auth/sign-up", {
      email: ` ${address.toUpperCase()}`.trim(),
      password: PASSWORD,
      name: "Ada",
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const told = response.clone();
    const account = await bodyOf(Account, response);
    expect(account).toMatchObject({ email: address, name: "Ada" });
    expect(Object.keys(JSON.parse(await told.text()))).toEqual(["id", "email", "name", "created_at"]);
    const session = await client.request("GET", "/api/auth/session");
    expect(await bodyOf(Account, session)).toEqual(account);
    const stored = await backend.store.accounts.find(account.id);
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("gives a cookie that scripts and other sites do not get, and keeps only its hash", async () => {
    const response = await newClient(backend.address).request("POST", "/api/auth/sign-up", {
      email: email(),
      password: PASSWORD,
    });
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^cosmic_session=[\w-]{43};/);
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");
    expect(cookie).toContain("Path=/");
    expect(cookie).not.toContain("Secure");
    const token = /=([\w-]+)/.exec(cookie)?.[1] ?? "";
    expect(await backend.store.sessions.find(token, new Date())).toBeUndefined();
    const hash = createHash("sha256").update(token).digest("base64url");
    expect(await backend.store.sessions.find(hash, new Date())).toBeDefined();
  });

  it("gives a cookie for HTTPS only behind a proxy that ends it, if that proxy is trusted", async () => {
    const headers = { "x-forwarded-proto": "https" };
    const signUp = async (address: string) =>
      newClient(address).request(
        "POST",
        "/api/auth/sign-up",
        { email: email(), password: PASSWORD },
        headers,
      );
    await using behind = await backend.another({ trustProxy: 1 });
    const [trusted = ""] = (await signUp(behind.address)).headers.getSetCookie();
    expect(trusted).toMatch(/^__Host-cosmic_session=/);
    expect(trusted).toContain("Secure");
    const [open = ""] = (await signUp(backend.address)).headers.getSetCookie();
    expect(open).not.toContain("Secure");
  });

  it("refuses an address that is taken, in any letter case", async () => {
    const { account } = await signedUp(backend.address);
    const body = { email: account.email.toUpperCase(), password: PASSWORD };
    const response = await newClient(backend.address).request("POST", "/api/auth/sign-up", body);
    expect(response.status).toBe(409);
    expect(await problemOf(response)).toMatchObject({ code: "email_taken", field: "/email" });
  });

  it.each([
    [{ email: "no address", password: PASSWORD }, "invalid_value", "/email"],
    [{ email: "a@example.org", password: "short" }, "invalid_value", "/password"],
    [{ email: "a@example.org" }, "missing_field", "/password"],
    [{ email: "a@example.org", password: PASSWORD, admin: true }, "unknown_field", "/admin"],
    [{ email: "a@example.org", password: PASSWORD, name: "\0" }, "invalid_characters", "/name"],
    [[], "invalid_type", "/"],
  ])("refuses %j", async (body, code, field) => {
    const response = await newClient(backend.address).request("POST", "/api/auth/sign-up", body);
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ code, field });
  });
});

describe("signing in and out", () => {
  it("takes the password in any browser, and ends one session without the others", async () => {
    const first = await signedUp(backend.address);
    const second = newClient(backend.address);
    const body = { email: first.account.email.toUpperCase(), password: PASSWORD };
    const response = await second.request("POST", "/api/auth/sign-in", body);
    expect(await bodyOf(Account, response)).toEqual(first.account);
    expect(response.headers.getSetCookie()).toHaveLength(1);
    const stolen = second.cookie();
    expect((await second.request("POST", "/api/auth/sign-out")).status).toBe(204);
    expect(second.cookie()).toBe("");
    expect(await codeOf(await second.request("GET", "/api/auth/session"))).toBe("not_signed_in");
    const again = await newClient(backend.address).request("GET", "/api/auth/session", undefined, {
      cookie: stolen,
    });
    expect(again.status).toBe(401);
    expect((await first.request("GET", "/api/auth/session")).status).toBe(200);
  });

  it("answers a wrong password and an unknown address alike", async () => {
    const { account } = await signedUp(backend.address);
    const answers = await Promise.all(
      [
        { email: account.email, password: "not the password" },
        { email: email(), password: "not the password" },
      ].map(async (body) => {
        const response = await newClient(backend.address).request("POST", "/api/auth/sign-in", body);
        const { request_id: _, ...problem } = await problemOf(response);
        return problem;
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 401, code: "wrong_credentials" });
  });

  it("gives another token to a browser that was signed in, and ends the old one", async () => {
    const client = await signedUp(backend.address);
    const before = client.cookie();
    await client.request("POST", "/api/auth/sign-in", { email: client.account.email, password: PASSWORD });
    expect(client.cookie()).not.toBe(before);
    const old = await newClient(backend.address).request("GET", "/api/auth/session", undefined, {
      cookie: before,
    });
    expect(old.status).toBe(401);
  });

  it.each(["", "cosmic_session=", "cosmic_session=x", "cosmic_session=%00", "a=b; cosmic_session=..;c"])(
    "takes nobody for signed in with the cookie %j",
    async (cookie) => {
      const response = await newClient(backend.address).request("GET", "/api/journal", undefined, { cookie });
      expect(response.status).toBe(401);
    },
  );
});

describe("a session", () => {
  it("ends when it is not used, and lasts as long as it is", async () => {
    const client = await signedUp(backend.address);
    const tokenHash = createHash("sha256")
      .update(client.cookie().split("=")[1] ?? "")
      .digest("base64url");
    const soon = new Date(Date.now() + 60_000);
    await backend.store.sessions.extend(tokenHash, soon);
    const response = await client.request("GET", "/api/auth/session");
    expect(response.headers.getSetCookie()[0]).toContain("Max-Age=2592000");
    const session = await backend.store.sessions.find(tokenHash, new Date());
    expect(session?.expiresAt.getTime()).toBeGreaterThan(soon.getTime() + 86_400_000);
    // Not written again at every request.
    expect((await client.request("GET", "/api/auth/session")).headers.getSetCookie()).toEqual([]);
    await backend.store.sessions.extend(tokenHash, new Date(Date.now() - 1));
    expect((await client.request("GET", "/api/auth/session")).status).toBe(401);
  });
});

describe("changing the password", () => {
  it("wants the old one, and ends all other sessions", async () => {
    const client = await signedUp(backend.address);
    const other = newClient(backend.address);
    await other.request("POST", "/api/auth/sign-in", { email: client.account.email, password: PASSWORD });
    const change = (current: string) =>
      client.request("POST", "/api/auth/password", { current, next: "another long password" });
    const refused = await change("wrong");
    expect(refused.status).toBe(403);
    expect(await problemOf(refused)).toMatchObject({ code: "wrong_password", field: "/current" });
    expect((await other.request("GET", "/api/auth/session")).status).toBe(200);
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await other.request("GET", "/api/auth/session")).status).toBe(401);
    expect((await client.request("GET", "/api/auth/session")).status).toBe(200);
    const signIn = (password: string) =>
      other.request("POST", "/api/auth/sign-in", { email: client.account.email, password });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn("another long password")).status).toBe(200);
  });
});

describe("limits", () => {
  const signIn = (address: string, body: object, headers = {}) =>
    newClient(address).request("POST", "/api/auth/sign-in", body, headers);

  it("end the guessing of a password from wherever, whether or not there is such an account", async () => {
    const limits = { signUps: 100, signIns: 1000, wrongPasswords: 3 };
    await using limited = await backend.another({ limits, trustProxy: 1 });
    const { account } = await signedUp(limited.address);
    for (const guessed of [account.email, email()]) {
      // Each from another address.
      const guess = (i: number, password = "wrong password") =>
        signIn(limited.address, { email: guessed, password }, { "x-forwarded-for": `192.0.2.${i}` });
      for (let i = 0; i < 3; i++) expect((await guess(i)).status).toBe(401);
      const response = await guess(4, PASSWORD);
      expect(response.status).toBe(429);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await codeOf(response)).toBe("too_many_tries");
    }
  });

  it("count no password that was right", async () => {
    await using limited = await backend.another({
      limits: { signUps: 100, signIns: 1000, wrongPasswords: 2 },
    });
    const { account } = await signedUp(limited.address);
    for (let i = 0; i < 5; i++) {
      expect((await signIn(limited.address, { email: account.email, password: PASSWORD })).status).toBe(200);
    }
  });

  it("hold for one address, and for those that an untrusted caller makes up", async () => {
    await using limited = await backend.another({ limits: { signUps: 2, signIns: 2, wrongPasswords: 100 } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      const headers = { "x-forwarded-for": `192.0.2.${i}` };
      statuses.push((await signIn(limited.address, { email: email(), password: "x" }, headers)).status);
      const body = { email: email(), password: PASSWORD };
      const signUp = newClient(limited.address).request("POST", "/api/auth/sign-up", body, headers);
      statuses.push((await signUp).status);
    }
    expect(statuses).toEqual([401, 201, 401, 201, 429, 429]);
  });
});

describe("a request from another site", () => {
  const send = (headers: Record<string, string>, body: string | undefined = "{}", method = "POST") =>
    fetch(`${backend.address}/api/auth/sign-out`, { method, headers, ...(body === "" ? {} : { body }) });
  const json = { "content-type": "application/json" };

  it.each([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://elsewhere.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:1" },
  ])("is refused: %j", async (headers) => {
    const response = await send({ ...json, ...headers });
    expect(response.status).toBe(403);
    expect(await codeOf(response)).toBe("cross_origin");
  });

  it("is refused with a body that a form could send, also from our own pages", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      const response = await send({ "content-type": type, origin: backend.address });
      expect(response.status).toBe(415);
      expect(await codeOf(response)).toBe("unsupported_media_type");
    }
  });

  it("is taken from a page of ours, from a program, and through a proxy that is trusted", async () => {
    expect((await send({ ...json, "sec-fetch-site": "same-origin" })).status).toBe(204);
    expect((await send({ ...json, origin: backend.address })).status).toBe(204);
    expect((await send({}, "")).status).toBe(204);
    const forwarded = { ...json, origin: "https://diary.example", "x-forwarded-host": "diary.example" };
    expect((await send(forwarded)).status).toBe(403);
    await using behind = await backend.another({ trustProxy: ["loopback"] });
    const url = `${behind.address}/api/auth/sign-out`;
    expect((await fetch(url, { method: "POST", headers: forwarded, body: "{}" })).status).toBe(204);
  });
});

describe("problems", () => {
  it("are answered for bad JSON, too much of it, and addresses where nothing is", async () => {
    const send = (body: string) =>
      fetch(`${backend.address}/api/auth/sign-in`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
    expect(await codeOf(await send("{"))).toBe("bad_json");
    expect(await codeOf(await send(JSON.stringify({ email: "x".repeat(20_000) })))).toBe("body_too_large");
    expect(await codeOf(await fetch(`${backend.address}/api/nothing`))).toBe("not_found");
    expect(await codeOf(await fetch(`${backend.address}/api/journal/%zz`))).toBe("bad_request");
  });
});
