import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SearchResponse, SimilarDocuments } from "@cosmic/contract";
import { JournalEntryView, JournalList } from "@cosmic/contract/app";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleEntries } from "../../../sample/sample-entries.ts";
import { readConfig } from "../../../service/src/config.ts";
import { buildApp } from "../../../service/src/http/app.ts";
import { createLog } from "../../../service/src/log.ts";
import { openContext } from "../../../service/src/open-context.ts";
import { runJobs } from "../../../service/src/run-jobs.ts";
import { type RunningBackend, startBackend } from "../../src/start.ts";
import { createDatabaseStore } from "../../src/stores/database/create.ts";
import { bodyOf, type Client, signedUp } from "../client.ts";
import { MANY } from "../test-backend.ts";

/** The real service and the backend in one process, over one database, as `npm start` runs them with access control on. */
const opened = new AsyncDisposableStack();
let address: string;
let serviceUrl: string;
let serviceKey: string;
/** Another backend over the same store and service. */
let another: (key: string) => Promise<RunningBackend>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-app-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const config = readConfig({ DATA_DIR: folder, EMBEDDING_WORKERS: "1", REQUIRE_AUTH: "true" });
  const log = createLog({ level: process.env.LOG_LEVEL ?? "error", pretty: false });
  const context = opened.use(await openContext(config, { command: "test", log, onDownload: () => {} }));
  const app = opened.adopt(await buildApp(context), (it) => it.close());
  serviceUrl = await app.listen({ host: "127.0.0.1", port: 0 });
  serviceKey = context.access.ownKeys.backend;
  await runJobs(context);
  const store = createDatabaseStore(context.database.orm);
  another = (key) =>
    startBackend({
      ...{ store, serviceUrl, serviceKey: key, log, sampleEntries, limits: MANY },
      ...{ host: "127.0.0.1", port: 0, webFolder: folder },
    });
  address = opened.use(await another(serviceKey)).address;
});
afterAll(() => opened.disposeAsync());

const write = async (client: Client, text: string) =>
  bodyOf(JournalEntryView, await client.request("POST", "/api/journal", { text, mood: "calm" }));
const search = async (client: Client, query: string) => {
  const { results } = await bodyOf(
    SearchResponse,
    await client.request("POST", "/api/insights/search", { query }),
  );
  return results.map(({ text }) => text);
};
const documentOf = async (client: Client, id: string) =>
  (await bodyOf(JournalEntryView, await client.request("GET", `/api/journal/${id}`))).document;

/** Where the service takes no pushes yet, its sync is asked for by hand. */
async function sync(): Promise<void> {
  const push = await fetch(`${serviceUrl}/api/v1/sync/entries/`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${serviceKey}` },
    body: JSON.stringify({ ids: ["none"] }),
  });
  await push.arrayBuffer();
  if (push.ok) return;
  await fetch(`${serviceUrl}/api/v1/sync/`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${serviceKey}` },
    body: JSON.stringify({ force: true }),
  });
}

it("finds by meaning what was just written, shows what is like it, and nothing of it to another user", async () => {
  const [ada, bob] = [await signedUp(address), await signedUp(address)];
  const river = await write(ada, "We swam in the river until the sun went down.");
  const lake = await write(ada, "A cold bath in the lake before breakfast.");
  await write(bob, "The tax office wants another form.");
  await sync();
  for (const { id } of [river, lake]) {
    await expect
      .poll(async () => (await documentOf(ada, id))?.status, { timeout: 60_000, interval: 100 })
      .toBe("completed");
  }
  expect((await search(ada, "going for a swim"))[0]).toBe(river.text);
  expect(await search(bob, "going for a swim")).not.toContain(river.text);
  const similar = await ada.request("GET", `/api/insights/similar/${river.id}?top_k=1`);
  expect((await bodyOf(SimilarDocuments, similar)).results.map(({ text }) => text)).toEqual([lake.text]);
  expect((await bob.request("GET", `/api/insights/similar/${river.id}`)).status).toBe(404);
  const list = await bodyOf(JournalList, await ada.request("GET", "/api/journal"));
  expect(list.results.map(({ document }) => document?.status)).toEqual(["completed", "completed"]);

  await ada.request("PATCH", `/api/journal/${river.id}`, { text: "The zeppelin landed in the meadow." });
  await sync();
  await expect
    .poll(() => search(ada, "zeppelin"), { timeout: 60_000, interval: 100 })
    .toContain("The zeppelin landed in the meadow.");
  await ada.request("DELETE", `/api/journal/${river.id}`);
  await sync();
  await expect
    .poll(() => search(ada, "zeppelin"), { timeout: 60_000, interval: 100 })
    .not.toContain("The zeppelin landed in the meadow.");
});

it("says that the service is away, and not that one has to sign in again, when the service refuses its key", async () => {
  await using other = await another("a wrong key");
  const ada = await signedUp(other.address);
  const answer = await ada.request("POST", "/api/insights/search", { query: "anything" });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: "service_unavailable" });
});
