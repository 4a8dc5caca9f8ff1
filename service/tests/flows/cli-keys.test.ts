import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Admin, ApiKey, ApiKeyList, Health, NewApiKey, WhoAmI } from "@cosmic/contract";
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../servers/free-port.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { cosmic, startCosmic } from "./cli-child.ts";
import { bodyOf } from "./test-service.ts";

async function ownFolder(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-keys-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { DATA_DIR: join(folder, "data"), EMBEDDING_WORKERS: "1" };
}

/** What a command prints as JSON. */
async function answer<S extends TSchema>(
  schema: S,
  args: string[],
  env: Record<string, string>,
  input = "",
): Promise<Static<S>> {
  const { code, stdout, stderr } = await cosmic([...args, "--json"], env, input);
  expect([args[0], code, code === 0 ? "" : stderr]).toEqual([args[0], 0, ""]);
  return Value.Parse(schema, JSON.parse(stdout));
}

const create = ["keys", "create", "backend", "--scopes", "documents:read,search"];

describe("keys on the command line", () => {
  it("the first one is made beside a server that runs, and commands go on with no key at all", async () => {
    const env = await ownFolder();
    const server = await startCosmic(env);
    onTestFinished(async () => void (await server.end("SIGKILL")));
    const list = `${server.address}/api/v1/documents/`;
    expect((await fetch(list)).status).toBe(200);
    const plain = await cosmic(create, env);
    expect(plain.stdout).toMatch(/^ci_\w+\n$/);
    expect(plain.stderr).toMatch(/shown once/);
    const key = plain.stdout.trim();
    expect((await fetch(list)).status).toBe(401);
    expect((await fetch(list, { headers: { "x-api-key": key } })).status).toBe(200);

    expect((await answer(Health, ["status"], env)).status).toBe("ok");
    const { results } = await answer(ApiKeyList, ["keys"], env);
    expect(results).toMatchObject([{ name: "backend", scopes: ["documents:read", "search"], user_id: null }]);
    const id = results[0]?.id ?? "";
    const rotated = await answer(NewApiKey, ["keys", "rotate", id, "--grace", "0"], env);
    expect((await fetch(list, { headers: { "x-api-key": key } })).status).toBe(401);
    expect((await fetch(list, { headers: { "x-api-key": rotated.key } })).status).toBe(200);
    expect((await answer(ApiKey, ["keys", "revoke", id], env)).revoked_at).not.toBeNull();
    expect((await fetch(list, { headers: { "x-api-key": rotated.key } })).status).toBe(401);
    // A key that is named goes before that of the data folder.
    const refused = await cosmic(["status"], { ...env, COSMIC_API_KEY: rotated.key });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/revoked/)]);
  });

  it("without a server they are made too, and bind and end as they are told", async () => {
    const env = await ownFolder();
    const made = await answer(NewApiKey, [...create, "--user", "ada", "--expires", "2999-01-31"], env);
    expect(made).toMatchObject({ user_id: "ada", expires_at: "2999-01-31T00:00:00.000Z" });
    const lines = await cosmic(["keys"], env);
    expect(lines.stdout).toMatch(/until 2999-01-31 +never used +documents:read,search +user ada +backend/);
    for (const wrong of [
      ["--scopes", "everything"],
      ["--scopes", "search", "--expires", "soon"],
    ]) {
      expect((await cosmic(["keys", "create", "x", ...wrong], env)).code).toBe(2);
    }
  });

  it("an admin is made with a password from standard input", async () => {
    const env = await ownFolder();
    const args = ["create-superuser", "--email", "Ada@example.org"];
    const admin = await answer(Admin, args, env, "a long enough password\n");
    expect(admin).toMatchObject({ email: "ada@example.org", totp: false });
    const short = await cosmic(args, env, "short\n");
    expect([short.code, short.stderr]).toEqual([1, expect.stringMatching(/password/)]);
    expect((await cosmic(["create-superuser"], env, "a long enough password\n")).code).toBe(2);
    const server = await startCosmic(env);
    onTestFinished(async () => void (await server.end("SIGKILL")));
    const body = JSON.stringify({ email: "ada@example.org", password: "a long enough password" });
    const signedIn = await fetch(`${server.address}/api/v1/access/session/`, {
      ...{ method: "POST", body, headers: { "content-type": "application/json" } },
    });
    expect(await bodyOf(WhoAmI, signedIn)).toMatchObject({ kind: "admin", name: "ada@example.org" });
  });
});

describe.skipIf(WITHOUT_POSTGRES !== "")(`beside a server on PostgreSQL${WITHOUT_POSTGRES}`, () => {
  it("a command makes itself a key in the database, and leaves none behind", async () => {
    const own = await ownDatabase();
    onTestFinished(() => own.drop());
    const port = String(await freePort());
    const shared = { DATABASE_URL: own.url, REQUIRE_AUTH: "true", PORT: port };
    const server = await startCosmic({ ...(await ownFolder()), ...shared });
    onTestFinished(async () => void (await server.end("SIGKILL")));
    // Another data folder, as in another container.
    const elsewhere = { ...(await ownFolder()), ...shared };
    expect((await answer(Health, ["status"], elsewhere)).status).toBe("ok");
    const made = await answer(NewApiKey, create, elsewhere);
    const { results } = await answer(ApiKeyList, ["keys"], elsewhere);
    // Besides the one that is made there is that of the command which asks.
    expect(results.map(({ id, name }) => (name.startsWith("cosmic command") ? "own" : id))).toEqual([
      "own",
      made.id,
    ]);
  });
});
