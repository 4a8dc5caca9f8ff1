import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Admin,
  AdminSessionList,
  type AuditEntry,
  AuditList,
  Document,
  NewApiKey,
  Problem,
  TotpSecret,
  WhoAmI,
} from "@cosmic/contract";
import { eq, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAdmin } from "../../src/access/admins.ts";
import { clearOldDeeds } from "../../src/access/audit.ts";
import { adminSessions, admins, signInFailures } from "../../src/access/tables.ts";
import { tidyAccess } from "../../src/access/tidy.ts";
import { readConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import { createLog } from "../../src/log.ts";
import { type RunningMonitor, startMonitor } from "../../src/monitor/start.ts";
import { type OpenContext, openContext } from "../../src/open-context.ts";
import { bodyOf } from "./test-service.ts";

const V1 = "/api/v1";
const PASSWORD = "a long enough password";

const opened = new AsyncDisposableStack();
let context: OpenContext;
let address: string;
let monitor: RunningMonitor;
let root: Record<string, string>;
const logged: string[] = [];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-admins-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const config = readConfig({
    ...{ DATA_DIR: folder, EMBEDDING_WORKERS: "1", REQUIRE_AUTH: "true", MONITOR_PORT: "0" },
    ADMIN_SIGN_INS_PER_QUARTER_HOUR: "0",
  });
  const log = createLog(
    { level: "trace", pretty: false },
    { write: (line: string) => void logged.push(line) },
  );
  context = opened.use(await openContext(config, { command: "test", log, onDownload: () => {} }));
  const app = opened.adopt(await buildApp(context), (it) => it.close());
  address = await app.listen({ host: "127.0.0.1", port: 0 });
  monitor = opened.use(await startMonitor(context));
  root = { authorization: `Bearer ${context.access.ownKeys.commandLine}` };
});
afterAll(() => opened.disposeAsync());
beforeEach(async () => void (await context.database.orm.delete(signInFailures)));

const own = () => ({ origin: address, "sec-fetch-site": "same-origin" });

function ask(method: string, path: string, headers: Record<string, string>, body?: unknown, at = address) {
  return fetch(at + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const signIn = (email: string, password = PASSWORD, code?: string) =>
  ask("POST", `${V1}/access/session/`, own(), { email, password, ...(code === undefined ? {} : { code }) });

async function newAdmin(): Promise<Admin> {
  return createAdmin(context.database.orm, { email: `${randomUUID()}@Example.org`, password: PASSWORD });
}

/** The cookie of a new session. */
async function signedIn(email: string): Promise<{ cookie: string }> {
  const answer = await signIn(email);
  expect(answer.status).toBe(200);
  return { cookie: cookieOf(answer) };
}

const newKey = async (headers: Record<string, string>) =>
  bodyOf(NewApiKey, await ask("POST", `${V1}/access/keys/`, headers, { name: "x", scopes: ["search"] }));
const cookieOf = (answer: Response) => (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
const codeOf = async (answer: Response) => [answer.status, (await bodyOf(Problem, answer)).code];
const audit = async (query: string): Promise<AuditEntry[]> =>
  (await bodyOf(AuditList, await ask("GET", `${V1}/access/audit/?${query}`, root))).results;

describe("signing in", () => {
  it("begins a session in a cookie that scripts and other sites cannot use", async () => {
    const { email, id } = await newAdmin();
    const answer = await signIn(email.toUpperCase());
    expect(answer.headers.get("set-cookie")).toMatch(
      /^cosmic_admin=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await bodyOf(WhoAmI, answer)).toMatchObject({ kind: "admin", id, name: email, user_id: null });
    const session = { cookie: cookieOf(answer) };
    const who = await ask("GET", `${V1}/access/session/`, session);
    expect(await bodyOf(WhoAmI, who)).toMatchObject({ kind: "admin", id });
    const [row] = await context.database.orm
      .select()
      .from(adminSessions)
      .where(eq(adminSessions.adminId, id));
    expect(session.cookie).not.toContain(row?.tokenHash);
    expect((await ask("DELETE", `${V1}/access/session/`, { ...session, ...own() })).status).toBe(204);
    expect((await ask("GET", `${V1}/access/session/`, session)).status).toBe(401);
  });

  it("tells nothing of whether there is such an admin, also not when it has to wait", async () => {
    const { email } = await newAdmin();
    for (const address of [email, `nobody-${randomUUID()}@example.org`]) {
      const answers = [];
      for (let i = 0; i < 6; i++) answers.push(await codeOf(await signIn(address, "wrong")));
      const wrong = [401, "wrong_credentials"];
      // Four are free; the fifth is looked at, and then there is a wait.
      expect(answers).toEqual([wrong, wrong, wrong, wrong, wrong, [429, "too_many_tries"]]);
    }
    // The right password has to wait as well, or waiting would tell when it was guessed.
    const locked = await signIn(email);
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(20);
    expect(await codeOf(locked)).toEqual([429, "too_many_tries"]);
  });

  it("waits twice as long after each wrong try, and forgets them after one that is right", async () => {
    const { email } = await newAdmin();
    const orm = context.database.orm;
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      await signIn(email, "wrong");
      const [row] = await orm
        .select({ seconds: sql<number>`round(extract(epoch FROM locked_until - now()))::int` })
        .from(signInFailures);
      waits.push(Math.max(0, row?.seconds ?? 0));
      await orm.update(signInFailures).set({ lockedUntil: sql`now() - interval '1 second'` });
    }
    const rounded = waits.map((seconds) => Math.round(seconds / 30) * 30);
    expect(rounded).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    expect((await signIn(email)).status).toBe(200);
    expect(await orm.select().from(signInFailures)).toEqual([]);
  });

  it("looks at no more than it counts, however many come at once", async () => {
    const { email } = await newAdmin();
    const codes = await Promise.all(
      Array.from({ length: 20 }, async () => codeOf(await signIn(email, "wrong"))),
    );
    expect(codes.filter(([status]) => status === 401).length).toBeLessThanOrEqual(5);
  });

  it("is not done by a page of another site", async () => {
    const { email } = await newAdmin();
    const body = { email, password: PASSWORD };
    const answer = await ask("POST", `${V1}/access/session/`, { origin: "https://example.org" }, body);
    expect(await codeOf(answer)).toEqual([403, "cross_origin"]);
  });

  it("wants a code of the authenticator once there is one, and takes none twice", async () => {
    const { email, id } = await newAdmin();
    const session = { ...(await signedIn(email)), ...own() };
    const begun = await ask("POST", `${V1}/access/totp/`, session, { password: PASSWORD });
    const { secret } = await bodyOf(TotpSecret, begun);
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    // Until a code was seen, signing in goes on without.
    await signedIn(email);
    const wrong = await ask("POST", `${V1}/access/totp/confirm/`, session, { code: "000000" });
    expect(await codeOf(wrong)).toEqual([401, "wrong_credentials"]);
    const before = totp.generate({ timestamp: Date.now() - 30_000 });
    const confirmed = await ask("POST", `${V1}/access/totp/confirm/`, session, { code: before });
    expect(await bodyOf(Admin, confirmed)).toMatchObject({ totp: true });

    expect(await codeOf(await signIn(email))).toEqual([401, "code_required"]);
    expect(await codeOf(await signIn(email, "wrong", totp.generate()))).toEqual([401, "wrong_credentials"]);
    const code = totp.generate();
    expect((await signIn(email, PASSWORD, code)).status).toBe(200);
    expect(await codeOf(await signIn(email, PASSWORD, code))).toEqual([401, "wrong_credentials"]);
    const again = await ask("POST", `${V1}/access/totp/`, session, { password: PASSWORD });
    expect(await codeOf(again)).toEqual([409, "conflict"]);
    expect((await ask("DELETE", `${V1}/access/admins/${id}/totp/`, root)).status).toBe(200);
    await signedIn(email);
  });
});

describe("accounts and sessions", () => {
  it("a new password ends the other sessions", async () => {
    const { email } = await newAdmin();
    const [one, other] = [await signedIn(email), await signedIn(email)];
    const change = { current: PASSWORD, next: "quite another password" };
    const wrong = { ...change, current: "not it" };
    expect((await ask("POST", `${V1}/access/password/`, { ...one, ...own() }, wrong)).status).toBe(401);
    expect((await ask("POST", `${V1}/access/password/`, { ...one, ...own() }, change)).status).toBe(204);
    expect((await ask("GET", `${V1}/access/session/`, one)).status).toBe(200);
    expect((await ask("GET", `${V1}/access/session/`, other)).status).toBe(401);
    expect((await signIn(email)).status).toBe(401);
    expect((await signIn(email, change.next)).status).toBe(200);
  });

  it("sessions are listed and ended by admins, and end with their time and their admin", async () => {
    const { email, id } = await newAdmin();
    const [one, other] = [await signedIn(email), await signedIn(email)];
    const list = await bodyOf(AdminSessionList, await ask("GET", `${V1}/access/sessions/`, one));
    const mine = list.results.filter(({ admin_id }) => admin_id === id);
    expect(mine.map(({ current }) => current)).toEqual([false, true]);
    expect((await ask("DELETE", `${V1}/access/sessions/${mine[0]?.id}/`, root)).status).toBe(204);
    expect((await ask("GET", `${V1}/access/session/`, other)).status).toBe(401);
    await context.database.orm
      .update(adminSessions)
      .set({ expiresAt: new Date() })
      .where(eq(adminSessions.adminId, id));
    expect((await ask("GET", `${V1}/access/session/`, one)).status).toBe(401);
    await tidyAccess(context.database.orm, 365);
    expect(
      await context.database.orm.select().from(adminSessions).where(eq(adminSessions.adminId, id)),
    ).toEqual([]);
    const last = await signedIn(email);
    await newAdmin();
    expect((await ask("DELETE", `${V1}/access/admins/${id}/`, root)).status).toBe(204);
    expect((await ask("GET", `${V1}/access/session/`, last)).status).toBe(401);
  });

  it("the last admin stays", async () => {
    const kept = await newAdmin();
    const rows = await context.database.orm.select({ id: admins.id }).from(admins);
    for (const { id } of rows.filter((row) => row.id !== kept.id)) {
      expect((await ask("DELETE", `${V1}/access/admins/${id}/`, root)).status).toBe(204);
    }
    expect(await codeOf(await ask("DELETE", `${V1}/access/admins/${kept.id}/`, root))).toEqual([
      409,
      "conflict",
    ]);
    const twice = await ask("POST", `${V1}/access/admins/`, root, { email: kept.email, password: PASSWORD });
    expect(await codeOf(twice)).toEqual([409, "conflict"]);
  });
});

describe("the audit log", () => {
  it("says who did what to what, when, and what became of it", async () => {
    const { email, id } = await newAdmin();
    const session = { ...(await signedIn(email)), ...own() };
    const [signed] = await audit(`actor_id=${id}`);
    expect(signed).toMatchObject({
      action: "POST /api/v1/access/session/",
      status: 200,
      actor_kind: "admin",
      address: "127.0.0.1",
    });
    const made = await newKey(session);
    await ask("DELETE", `${V1}/access/keys/${made.id}/`, session);
    await expect
      .poll(async () => (await audit(`subject=${made.id}`)).map(({ status }) => status))
      .toEqual([200, 201]);
    expect(await audit(`subject=${made.id}`)).toMatchObject([
      { action: "DELETE /api/v1/access/keys/:id/", actor_id: id, actor_name: email },
      { action: "POST /api/v1/access/keys/", actor_id: id, actor_kind: "admin" },
    ]);
    expect(JSON.stringify(await audit(`actor_id=${id}`))).not.toContain(made.key);
  });

  it("has the reason for which an admin read a text, before the text is shown", async () => {
    const user = `user-${randomUUID()}`;
    const text = "Nobody but me should read this.";
    const created = await bodyOf(
      Document,
      await ask("POST", `${V1}/documents/`, root, { user_id: user, text }),
    );
    const { email } = await newAdmin();
    const session = await signedIn(email);
    const path = `${V1}/documents/${created.id}/`;
    const refused = await ask("GET", path, session);
    expect(await codeOf(refused)).toEqual([403, "reason_required"]);
    const reason = { "x-access-reason": "ticket 17" };
    const shown = await ask("GET", path, { ...session, ...reason });
    expect(await shown.text()).toContain(text);
    await expect
      .poll(async () => (await audit(`subject=${created.id}`)).map(({ status, reason }) => [status, reason]))
      .toEqual([
        [200, "ticket 17"],
        [403, null],
      ]);
    const found = await ask(
      "POST",
      `${V1}/search/`,
      { ...session, ...own(), ...reason },
      { query: "secret", user_id: user },
    );
    expect(found.status).toBe(200);
    await expect.poll(async () => (await audit(`user_id=${user}`)).length).toBe(1);
    expect(JSON.stringify(await audit(`user_id=${user}`))).not.toContain("secret");
  });

  it("shows nothing that it could not write down", async () => {
    const { email } = await newAdmin();
    const session = await signedIn(email);
    await context.database.orm.execute(sql`ALTER TABLE audit_log RENAME TO audit_log_away`);
    try {
      const answer = await ask("GET", `${V1}/documents/`, { ...session, "x-access-reason": "none" });
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain("results");
    } finally {
      await context.database.orm.execute(sql`ALTER TABLE audit_log_away RENAME TO audit_log`);
    }
  });

  it("has those who take everything of a user along, and who were refused", async () => {
    const user = `user-${randomUUID()}`;
    await (await ask("GET", `${V1}/users/${user}/export/`, root)).text();
    const key = await newKey(root);
    await ask("GET", `${V1}/users/${user}/export/`, { "x-api-key": key.key });
    await expect
      .poll(async () =>
        (await audit(`user_id=${user}`)).map(({ status, actor_kind }) => [status, actor_kind]),
      )
      .toEqual([
        [403, "key"],
        [200, "program"],
      ]);
  });

  it("is read in pages and by filters, and kept so many days", async () => {
    const marked = await newKey(root);
    for (let i = 0; i < 5; i++) await ask("POST", `${V1}/access/keys/${marked.id}/rotate/`, root, {});
    await expect.poll(async () => (await audit(`subject=${marked.id}`)).length).toBe(6);
    const seen: number[] = [];
    let path: string | null = `${V1}/access/audit/?subject=${marked.id}&limit=4`;
    while (path) {
      const page: AuditList = await bodyOf(AuditList, await ask("GET", path, root));
      expect(page.count).toBe(6);
      seen.push(...page.results.map(({ id }) => id));
      path = page.next;
    }
    expect(seen).toHaveLength(6);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(await audit(`subject=${marked.id}&to=2020-01-01T00:00:00Z`)).toEqual([]);
    const old = sql`UPDATE audit_log SET at = now() - interval '40 days' WHERE subject = ${marked.id}`;
    await context.database.orm.execute(old);
    await clearOldDeeds(context.database.orm, 41);
    expect(await audit(`subject=${marked.id}`)).toHaveLength(6);
    await clearOldDeeds(context.database.orm, 39);
    expect(await audit(`subject=${marked.id}`)).toEqual([]);
  });
});

describe("the monitor", () => {
  it("is for admins and keys with the scope admin once there is access control", async () => {
    const at = monitor.address ?? "";
    const { email } = await newAdmin();
    for (const path of ["/overview/", "/api/v1/jobs/", "/api/v1/jobs/workers/"]) {
      expect([path, (await fetch(at + path)).status]).toEqual([path, 401]);
    }
    const page = await fetch(`${at}/sign-in.html`);
    expect(await page.text()).toContain("sign-in.js");
    const pageOf = { origin: at, "sec-fetch-site": "same-origin" };
    const answer = await ask("POST", `${V1}/access/session/`, pageOf, { email, password: PASSWORD }, at);
    expect(answer.status).toBe(200);
    const session = { cookie: cookieOf(answer) };
    expect((await ask("GET", "/overview/", session, undefined, at)).status).toBe(200);
    const cancel = `/api/v1/jobs/${randomUUID()}/cancel/`;
    expect((await ask("POST", cancel, session, undefined, at)).status).toBe(403);
    expect((await ask("POST", cancel, { ...session, ...pageOf }, undefined, at)).status).toBe(404);
  });
});

it("none of the secrets of all this is in the log, at its most talkative", async () => {
  const { email } = await newAdmin();
  const { cookie } = await signedIn(email);
  const made = await newKey(root);
  await ask("GET", `${V1}/documents/`, { "x-api-key": made.key, cookie });
  context.log.info(
    { headers: { authorization: `Bearer ${made.key}`, cookie }, password: PASSWORD, key: made.key },
    "oh",
  );
  context.log.error({ err: new Error("wrong"), request: { headers: { cookie } } }, "no");
  const log = logged.join("");
  expect(log).toContain('"oh"');
  expect(log).toContain("/api/v1/access/session/");
  const token = cookie.split("=")[1] ?? "";
  for (const secret of [made.key, token, PASSWORD, root.authorization?.slice("Bearer ".length) ?? ""]) {
    expect(secret.length).toBeGreaterThan(10);
    expect(log.includes(secret)).toBe(false);
  }
});
