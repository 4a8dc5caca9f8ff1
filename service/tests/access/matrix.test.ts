import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NewApiKey, OpenAiError, Problem, SCOPES, type Scope } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { SignJWT, UnsecuredJWT } from "jose";
import { Value } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import document from "../../../contract/generated/openapi.json" with { type: "json" };
import { newKey, newKeyId } from "../../src/access/key-format.ts";
import { beginSession } from "../../src/access/sessions.ts";
import { apiKeys, signInFailures } from "../../src/access/tables.ts";
import { readConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import { createLog } from "../../src/log.ts";
import { type OpenContext, openContext } from "../../src/open-context.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import type { Row, Target } from "./row.ts";
import { ROWS } from "./rows.ts";

/** Stands in the documents of every target. */
const SECRET = "zeppelins";

const JWT_SECRET = randomUUID() + randomUUID();
/** What a token of a user may. */
const USER_SCOPES: readonly Scope[] = ["documents:read", "documents:write", "search"];

const ADA = `ada-${randomUUID()}`;
const BOB = `bob-${randomUUID()}`;

type Headers = Record<string, string>;
type Outcome = readonly [status: number, code?: string];

const ROUTES = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

it("has a row for every route of the API, and none besides", () => {
  expect(Object.keys(ROWS).toSorted()).toEqual(ROUTES.toSorted());
});

it("finds in the document who may use each route", () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const { scopes } = rowOf(`${method.toUpperCase()} ${path}`);
      const wanted = scopes === "everyone" ? [] : [{ bearer: scopes === "known" ? [] : scopes }];
      expect([path, Reflect.get(operation, "security").slice(0, 1)]).toEqual([path, wanted]);
    }
  }
});

const ADAPTERS = [
  { title: "PGlite", postgres: false, without: "" },
  { title: `PostgreSQL${WITHOUT_POSTGRES}`, postgres: true, without: WITHOUT_POSTGRES },
];

describe.each(ADAPTERS)("who may do what, over $title", ({ postgres, without }) => {
  if (without !== "") return it.skip("is not run");
  const opened = new AsyncDisposableStack();
  let context: OpenContext;
  let app: Awaited<ReturnType<typeof buildApp>>;
  let root: Headers;
  let admin: string;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosmic-access-"));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const database = postgres ? await ownDatabase() : undefined;
    if (database) opened.defer(() => database.drop());
    const config = readConfig({
      DATA_DIR: folder,
      EMBEDDING_WORKERS: "1",
      AUTH_JWT_SECRET: JWT_SECRET,
      ADMIN_SIGN_INS_PER_QUARTER_HOUR: "0",
      ...(database ? { DATABASE_URL: database.url } : {}),
    });
    const log = createLog({ level: "error", pretty: false });
    context = opened.use(await openContext(config, { command: "test", log, onDownload: () => {} }));
    app = opened.adopt(await buildApp(context), (it) => it.close());
    root = { authorization: `Bearer ${context.access.ownKeys.commandLine}` };
    const account = { email: "ada@example.org", password: "a long enough password" };
    const made = await send("POST", root, { path: "/api/v1/access/admins/", body: account });
    admin = JSON.parse(made.body).id;
  });
  afterAll(() => opened.disposeAsync());

  async function send(route: string, headers: Headers, request: ReturnType<Row["request"]>) {
    const { path, body } = request;
    const answer = await app.inject({
      method: methodOf(route),
      url: path,
      headers,
      ...(body === undefined ? {} : { payload: JSON.stringify(body), headers: { ...headers, ...JSON_TYPE } }),
    });
    const isProblem = String(answer.headers["content-type"]).startsWith("application/problem+json");
    const problem = isProblem ? Value.Parse(Problem, answer.json()) : undefined;
    const told = answer.statusCode >= 400 && path.startsWith("/v1/");
    const code = told ? Value.Parse(OpenAiError, answer.json()).error.code : problem?.code;
    const outcome: Outcome = code ? [answer.statusCode, code] : [answer.statusCode];
    return { outcome, problem, body: answer.body };
  }

  async function makeKey(
    scopes: readonly Scope[],
    userId?: string,
  ): Promise<{ id: string; headers: Headers }> {
    const body = { name: "of a test", scopes, ...(userId === undefined ? {} : { user_id: userId }) };
    const made = await send("POST", root, { path: "/api/v1/access/keys/", body });
    const { id, key } = Value.Parse(NewApiKey, JSON.parse(made.body));
    return { id, headers: { authorization: `Bearer ${key}` } };
  }

  const made = new Map<string, ReturnType<typeof makeKey>>();
  async function keyWith(scopes: readonly Scope[], userId?: string): Promise<Headers> {
    const name = JSON.stringify([scopes, userId]);
    const making = made.get(name) ?? makeKey(scopes, userId);
    made.set(name, making);
    return (await making).headers;
  }

  async function makeTarget(user: string): Promise<Target> {
    const body = { user_id: user, text: `A secret of ${user}: ${SECRET} over the harbour.` };
    const created = await send("POST", root, { path: "/api/v1/documents/", body });
    const queued = await send("POST", root, { path: "/api/v1/sync/", body: { user_id: user } });
    return { user, document: JSON.parse(created.body).id, job: JSON.parse(queued.body).job_id };
  }

  const targets = new Map<string, Promise<Target>>();
  function targetOf(user: string, consumed = false): Promise<Target> {
    const target = (consumed ? undefined : targets.get(user)) ?? makeTarget(user);
    targets.set(user, target);
    return target;
  }

  const tokenOf = async (user: string, expires = "5 minutes"): Promise<Headers> => ({
    authorization: `Bearer ${await new SignJWT({ sub: user })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(expires)
      .sign(Buffer.from(JWT_SECRET))}`,
  });

  describe.each(Object.keys(ROWS))("%s", (route) => {
    const row = rowOf(route);
    // One who is erased is nobody afterwards.
    const ada = row.consumes ? `ada-${randomUUID()}` : ADA;
    const bob = BOB;
    const everything = SCOPES;
    const enough = Array.isArray(row.scopes) ? row.scopes.slice(0, 1) : everything.slice(0, 1);
    const forEveryone = row.scopes === "everyone";
    const allowed = (postgres && row.allowedOnServers) || row.allowed;
    const refused = (outcome: Outcome): Outcome => (forEveryone ? allowed : outcome);

    /** Asks for data of Ada, of which there is more where it may be gone afterwards. */
    async function ask(headers: Headers) {
      return send(route, headers, row.request(await targetOf(ada, row.consumes)));
    }

    it.each<[string, () => Promise<Headers> | Headers]>([
      ["nobody", () => ({})],
      ["a key that nobody made", () => ({ authorization: `Bearer ${newKey(newKeyId())}` })],
      ["a key that is no key", () => ({ "x-api-key": "secret" })],
      ["another scheme", () => ({ authorization: "Basic YWRhOmFkYQ==" })],
      ["a token without a signature", () => ({ authorization: `Bearer ${unsigned(ada)}` })],
      ["a token of another signer", async () => ({ authorization: `Bearer ${await forged(ada)}` })],
      ["a token that has expired", () => tokenOf(ada, "2 minutes ago")],
      ["a session that nobody began", () => ({ cookie: "cosmic_admin=guessed" })],
      ["a key that has expired", () => expiredKey()],
      ["a key that was revoked", () => revokedKey()],
    ])("%s", async (_name, credentials) => {
      const { outcome, body } = await ask(await credentials());
      expect(outcome).toEqual(refused([401, "unauthenticated"]));
      expect(body).not.toContain(SECRET);
    });

    it("a key with all scopes but the right one", async () => {
      if (!Array.isArray(row.scopes)) return;
      const headers = await keyWith(SCOPES.filter((scope) => !row.scopes.includes(scope)));
      expect((await ask(headers)).outcome).toEqual([403, "insufficient_scope"]);
    });

    it("a key with the right scope alone, in either header", async () => {
      const headers = await keyWith(enough);
      expect((await ask(headers)).outcome).toEqual(allowed);
      const key = headers.authorization?.slice("Bearer ".length) ?? "";
      const target = await targetOf(row.consumes ? `ada-${randomUUID()}` : ada);
      expect((await send(route, { "x-api-key": key }, row.request(target))).outcome).toEqual(allowed);
    });

    it("a key that is bound to another user", async () => {
      const headers = await keyWith(everything, bob);
      const { outcome, problem, body } = await ask(headers);
      expect(outcome).toEqual(refused(otherUsers(row)));
      expect(body).not.toContain(SECRET);
      expect(JSON.stringify(problem ?? {})).not.toContain(ada);
      if (row.by === "owner") await expectAsIfMissing(headers);
    });

    it("a key that is bound to this user", async () => {
      const headers = await keyWith(everything, ada);
      expect((await ask(headers)).outcome).toEqual(isEveryones(row) ? [403, "forbidden"] : allowed);
    });

    it("a token of another user", async () => {
      const { outcome, body } = await ask(await tokenOf(bob));
      const wanted = isForUsers(row) ? otherUsers(row) : ([403, "insufficient_scope"] as const);
      expect(outcome).toEqual(row.scopes === "known" ? allowed : refused(wanted));
      expect(body).not.toContain(SECRET);
    });

    it("a token of this user", async () => {
      const { outcome } = await ask(await tokenOf(ada));
      if (row.scopes === "known" || forEveryone) expect(outcome).toEqual(allowed);
      else if (!isForUsers(row)) expect(outcome).toEqual([403, "insufficient_scope"]);
      else expect(outcome).toEqual(isEveryones(row) ? [403, "forbidden"] : allowed);
    });

    it("an admin who signed in, from a page of the service and with a reason", async () => {
      const session = await signedIn();
      const { outcome } = await ask({ ...session, ...SAME_ORIGIN, ...REASON });
      expect(outcome).toEqual(row.allowedToAdmins ?? allowed);
    });

    it("an admin who signed in, whose browser a page of another site uses", async () => {
      const session = await signedIn();
      for (const origin of [{}, { origin: "https://example.org" }, { "sec-fetch-site": "cross-site" }]) {
        const { outcome } = await ask({ ...session, ...REASON, ...origin });
        const safe = route.startsWith("GET ");
        const fromOwnHost = !("origin" in origin);
        if (forEveryone || safe) continue;
        expect([fromOwnHost, outcome]).toEqual([fromOwnHost, [403, "cross_origin"]]);
      }
    });

    it("an admin who signed in and gives no reason sees no texts", async () => {
      const session = await signedIn();
      const { outcome, body } = await ask({ ...session, ...SAME_ORIGIN });
      const reads =
        Array.isArray(row.scopes) && row.scopes.some((it) => it === "documents:read" || it === "search");
      expect(outcome).toEqual(reads ? [403, "reason_required"] : (row.allowedToAdmins ?? allowed));
      if (reads) expect(body).not.toContain(SECRET);
    });

    it("a token of another user, who names nobody, means that one", async () => {
      if (!row.unnamed || !isForUsers(row)) return;
      await ask(await tokenOf(ada));
      const { outcome, body } = await send(route, await tokenOf(bob), row.unnamed());
      expect(outcome).toEqual(allowed);
      expect(body).not.toContain(SECRET);
      expect(body).not.toContain(ada);
    });

    /** What is answered of a thing of somebody else is what is answered of one that nobody has. */
    async function expectAsIfMissing(headers: Headers): Promise<void> {
      const theirs = await targetOf(ada);
      const missing = { user: ada, document: randomUUID(), job: randomUUID() };
      const [one, other] = [
        await send(route, headers, row.request(theirs)),
        await send(route, headers, row.request(missing)),
      ];
      const withoutIds = (text: string, { document: id, job }: Target) =>
        text
          .replaceAll(id, "ID")
          .replaceAll(job, "ID")
          .replace(/"request_id":"[^"]+"/, "");
      expect(withoutIds(one.body, theirs)).toBe(withoutIds(other.body, missing));
    }
  });

  /** The cookie of a new session: some routes end it. */
  async function signedIn(): Promise<Headers> {
    // Wrong passwords are part of the rows, and none must have to wait.
    await context.database.orm.delete(signInFailures);
    const { token } = await beginSession(context.database.orm, admin, 1);
    return { cookie: `cosmic_admin=${token}` };
  }

  async function expiredKey(): Promise<Headers> {
    const { id, headers } = await makeKey(SCOPES);
    const past = new Date(Date.now() - 1000);
    await context.database.orm.update(apiKeys).set({ expiresAt: past }).where(eq(apiKeys.id, id));
    return headers;
  }

  async function revokedKey(): Promise<Headers> {
    const { id, headers } = await makeKey(SCOPES);
    // Used before, so that it is known to this process.
    expect((await send("GET", headers, { path: "/api/v1/access/session/" })).outcome).toEqual([200]);
    expect((await send("DELETE", root, { path: `/api/v1/access/keys/${id}/` })).outcome).toEqual([200]);
    return headers;
  }
});

const SAME_ORIGIN = { "sec-fetch-site": "same-origin" };
const REASON = { "x-access-reason": "a test" };
const JSON_TYPE = { "content-type": "application/json" };

function rowOf(route: string): Row {
  const row = ROWS[route];
  if (!row) throw new Error(`there is no row for ${route}`);
  return row;
}

function methodOf(route: string): "GET" | "POST" | "PATCH" | "DELETE" {
  const method = (["GET", "POST", "PATCH", "DELETE"] as const).find((it) => it === route.split(" ")[0]);
  if (!method) throw new Error(`the method of ${route} is not known to this test`);
  return method;
}

const isEveryones = (row: Row) => Array.isArray(row.scopes) && row.by === undefined;
const isForUsers = (row: Row) =>
  Array.isArray(row.scopes) && row.scopes.some((it) => USER_SCOPES.includes(it));

/** What is answered to those who are bound to one user, about the data of another. */
function otherUsers(row: Row): Outcome {
  if (row.scopes === "known") return row.allowed;
  if (row.by !== "owner") return [403, "forbidden"];
  const [path = ""] = row.request({ user: "", document: "d", job: "j" }).path.split("?");
  const kind = path.includes("/jobs/") ? "job" : /embeddings\/./.test(path) ? "embedding" : "document";
  return [404, `${kind}_not_found`];
}

const unsigned = (user: string) => new UnsecuredJWT({ sub: user }).setExpirationTime("5 minutes").encode();

const forged = (user: string) =>
  new SignJWT({ sub: user })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime("5 minutes")
    .sign(Buffer.from(randomUUID() + randomUUID()));
