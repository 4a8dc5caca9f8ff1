import type { ErasureReceipt } from "@cosmic/contract";
import { AppProblem, JournalList, SampleState } from "@cosmic/contract/app";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSessions } from "../../src/accounts/sessions.ts";
import { erase } from "../../src/me/erasure.ts";
import { connectService } from "../../src/service/service.ts";
import { bodyOf, newClient, PASSWORD, signedUp } from "../client.ts";
import { startTestBackend, type TestBackend } from "../test-backend.ts";

let backend: TestBackend;
let ada: Awaited<ReturnType<typeof signedUp>>;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend?.[Symbol.asyncDispose]());

const footprint = {
  documents: 1,
  embeddings: 1,
  index_passages: 1,
  journal_entries: 1,
  jobs: 0,
  events: 0,
  experiments: 0,
  objects: 0,
  search_feedback: 0,
  adapters: 0,
  themes: 0,
  encryption_keys: 0,
  api_keys: 0,
  audit_entries: 0,
};
const receipt = (state: ErasureReceipt["state"]): ErasureReceipt => ({
  user_id: ada.account.id,
  state,
  requested_at: "2026-01-31T08:15:00.000Z",
  completed_at: state === "completed" ? "2026-01-31T08:15:01.000Z" : null,
  removed: footprint,
  remaining: null,
  job_id: "job",
  error: null,
});

/** A service that needs to be asked so often before it is done; each state is told once. */
function erasing(...states: ErasureReceipt["state"][]) {
  let requested = false;
  const user = `/api/v1/users/${ada.account.id}/`;
  const state = () => (states.length > 1 ? states.shift() : states[0]) ?? "completed";
  backend.service.on(`GET ${user}erasure/`, () => (requested ? { json: receipt(state()) } : undefined));
  backend.service.on(`DELETE ${user}`, () => {
    requested = true;
    return { status: 202, json: receipt("running") };
  });
}
const asked = (method: string) =>
  backend.service.asked.filter((one) => one.method === method && one.path.includes(ada.account.id));

beforeEach(async () => {
  ada = await signedUp(backend.address);
  await ada.request("POST", "/api/journal", { text: "It rained." });
  await ada.request("POST", "/api/sample");
});

describe("erasing an account", () => {
  it("wants the password", async () => {
    const response = await ada.request("DELETE", "/api/me", { password: "not the password" });
    expect(response.status).toBe(403);
    expect((await bodyOf(AppProblem, response)).code).toBe("wrong_password");
    expect((await bodyOf(JournalList, await ada.request("GET", "/api/journal"))).count).toBe(3);
    expect(asked("DELETE")).toEqual([]);
  });

  it("removes journal, documents, sessions and account, in this order, and gives the receipt", async () => {
    erasing("running", "completed");
    const other = newClient(backend.address);
    await other.request("POST", "/api/auth/sign-in", { email: ada.account.email, password: PASSWORD });
    const response = await ada.request("DELETE", "/api/me", { password: PASSWORD });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(receipt("completed"));
    expect(ada.cookie()).toBe("");
    expect((await other.request("GET", "/api/auth/session")).status).toBe(401);
    expect(await backend.store.accounts.find(ada.account.id)).toBeUndefined();
    expect(await backend.store.journal.count(ada.account.id, {})).toBe(0);
    const again = { email: ada.account.email, password: PASSWORD };
    expect((await newClient(backend.address).request("POST", "/api/auth/sign-in", again)).status).toBe(401);
    expect((await newClient(backend.address).request("POST", "/api/auth/sign-up", again)).status).toBe(201);
  });

  it("that breaks because the service is away keeps the account, takes no more entries, and goes on later", async () => {
    await backend.service.stop();
    const response = await ada.request("DELETE", "/api/me", { password: PASSWORD });
    expect(response.status).toBe(503);
    expect((await bodyOf(AppProblem, response)).code).toBe("service_unavailable");
    await backend.service.start();
    const writes = [
      await ada.request("POST", "/api/journal", { text: "x" }),
      await ada.request("POST", "/api/sample"),
      await ada.request("DELETE", "/api/journal/x"),
    ];
    for (const write of writes) expect((await bodyOf(AppProblem, write)).code).toBe("account_erasing");
    expect((await bodyOf(JournalList, await ada.request("GET", "/api/journal"))).count).toBe(0);
    erasing("completed");
    const later = await ada.request("DELETE", "/api/me", { password: PASSWORD });
    expect(later.status).toBe(200);
    expect(await backend.store.accounts.find(ada.account.id)).toBeUndefined();
  });

  it("that failed at the service is asked for again", async () => {
    erasing("failed", "failed", "running", "completed");
    const failed = await ada.request("DELETE", "/api/me", { password: PASSWORD });
    expect(failed.status).toBe(202);
    expect(await failed.json()).toMatchObject({ state: "failed" });
    expect((await ada.request("DELETE", "/api/me", { password: PASSWORD })).status).toBe(200);
    expect(asked("DELETE")).toHaveLength(2);
  });

  it("can be watched to its end, and is over after that", async () => {
    expect((await ada.request("GET", "/api/me/erasure")).status).toBe(404);
    erasing("running", "completed");
    const { store, service } = backend;
    const silent = () => {};
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    // As a process would leave it that ended in the middle.
    const interrupted = {
      store,
      sessions: createSessions({ store, days: 1 }),
      service: connectService(service.url),
      log,
    };
    expect((await erase(interrupted, ada.account, 0)).state).toBe("running");
    expect((await ada.request("GET", "/api/me/erasure")).status).toBe(202);
    const last = await ada.request("GET", "/api/me/erasure");
    expect([last.status, await last.json()]).toEqual([200, receipt("completed")]);
    expect(await store.accounts.find(ada.account.id)).toBeUndefined();
    expect((await ada.request("GET", "/api/me/erasure")).status).toBe(401);
  });

  it("is ended by the next start, if nobody asks", async () => {
    erasing("completed");
    await backend.store.accounts.beginErasing(ada.account.id, new Date(Date.now() - 3_600_000));
    await using _ = await backend.another();
    await expect.poll(() => backend.store.accounts.find(ada.account.id)).toBeUndefined();
    expect(await backend.store.journal.count(ada.account.id, {})).toBe(0);
  });
});

describe("the sample journal", () => {
  const state = async (method: string) => bodyOf(SampleState, await ada.request(method, "/api/sample"));

  it("is added once and removed without the user's own entries", async () => {
    expect(await state("GET")).toEqual({ entries: 2 });
    expect((await ada.request("POST", "/api/sample")).status).toBe(200);
    expect(await state("POST")).toEqual({ entries: 2 });
    const list = await bodyOf(JournalList, await ada.request("GET", "/api/journal"));
    expect(list.results.map(({ sample }) => sample).sort()).toEqual([false, true, true]);
    expect(await state("DELETE")).toEqual({ entries: 0 });
    const { results } = await bodyOf(JournalList, await ada.request("GET", "/api/journal"));
    expect(results.map(({ text }) => text)).toEqual(["It rained."]);
  });

  it("leaves what the user made of it", async () => {
    const { results } = await bodyOf(JournalList, await ada.request("GET", "/api/journal"));
    const one = results.find(({ sample }) => sample);
    await ada.request("PATCH", `/api/journal/${one?.id}`, { text: "My own words." });
    expect(await state("GET")).toEqual({ entries: 1 });
    expect(await state("DELETE")).toEqual({ entries: 0 });
    const left = await bodyOf(JournalList, await ada.request("GET", "/api/journal"));
    expect(left.results.map(({ text }) => text).sort()).toEqual(["It rained.", "My own words."]);
  });
});
