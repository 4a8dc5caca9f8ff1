import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BulkResult, EmbeddingList, Health } from "@cosmic/contract";
import { afterAll, describe, expect, it } from "vitest";
import { SERVER as MONGODB, ownMongo, withMongo } from "../servers/mongodb.ts";
import { createPostgresServer, POSTGRES_BIN } from "../servers/postgresql.ts";
import { startEngineServer, whyNoEngine } from "../servers/qdrant.ts";
import { ownRedis, WITHOUT_SERVER as WITHOUT_REDIS } from "../servers/redis.ts";
import { createS3Server, SERVER_BINARY } from "../servers/s3.ts";
import { type ChildService, startChildService } from "./child-service.ts";
import { bodyOf, until } from "./test-service.ts";

const ENTRIES = 1_000;
const BULK = 1_000;
/** Of a text: enough that there are many jobs, of which some are under way whenever something is killed. */
const LINES = 10;
const USER = "loaded";

const missing = [
  ...(POSTGRES_BIN ? [] : ["TEST_POSTGRES_BIN is not set"]),
  ...(SERVER_BINARY ? [] : ["TEST_S3_SERVER is not set"]),
  ...(MONGODB ? [] : ["TEST_MONGODB_SERVER is not set"]),
  ...(WITHOUT_REDIS ? [WITHOUT_REDIS.replace(/[()]/g, "").trim()] : []),
  ...(whyNoEngine ? [whyNoEngine] : []),
];

interface Server {
  start(): Promise<unknown>;
  kill(): Promise<unknown>;
}

describe.skipIf(missing.length > 0)(
  `the service over its servers${missing.map((why) => ` (${why})`).join("")}`,
  () => {
    const opened = new AsyncDisposableStack();
    afterAll(() => opened.disposeAsync());

    it("completes every document once, though each server and a worker are killed under load", async () => {
      const folder = await mkdtemp(join(tmpdir(), "cosmic-servers-"));
      opened.defer(() => rm(folder, { recursive: true, force: true }));
      const { servers, env, mongoUrl } = await startServers();
      const start = async (roles: string, name: string) =>
        opened.adopt(
          await startChildService(join(folder, name), {
            ...env,
            ROLES: roles,
            EMBEDDING_WORKERS: "1",
            LOG_LEVEL: "silent",
          }),
          async (it) => void (await it.end("SIGKILL").catch(() => {})),
        );
      const api = await start("api,scheduler", "api");
      expect(await stateOf(api, "workers")).toBe("failing");
      const workers = [await start("worker", "one"), await start("worker", "two")];
      await until(async () => (await stateOf(api, "workers")) === "ok");

      await withMongo(mongoUrl, async (client) => {
        const entries = Array.from({ length: ENTRIES }, (_, i) => ({
          userId: USER,
          title: `Entry ${i}`,
          content: `What I wrote on day ${i} was number ${i * 7919}. `.repeat(LINES),
          createdAt: new Date(),
          updatedAt: new Date(),
        }));
        await client.db("cosmic-insights").collection("journalentries").insertMany(entries);
      });
      await sendBulk(api, 0, BULK);

      const faults: [string, () => Promise<unknown>][] = [
        ["a worker", async () => expect(await workers[0]?.end("SIGKILL")).toBe("SIGKILL")],
        ...Object.entries(servers).map(([name, server]): [string, () => Promise<void>] => [
          name,
          () => outage(api, name, server),
        ]),
      ];
      for (const [i, [name, cause]] of faults.entries()) {
        const enough = ((i + 1) * (ENTRIES + BULK)) / (faults.length + 2);
        await until(async () => (await health(api)).documents.completed >= enough);
        const { documents } = await health(api);
        expect(documents.completed, `still under load when ${name} is killed`).toBeLessThan(ENTRIES + BULK);
        await cause();
      }

      await until(async () => (await health(api)).documents.completed === ENTRIES + BULK);
      const { documents, index } = await health(api);
      expect(documents).toEqual({ pending: 0, processing: 0, completed: ENTRIES + BULK, failed: 0 });
      const passages = await countPassages(api);
      expect(passages.size).toBe(ENTRIES + BULK);
      const all = [...passages.values()].reduce((sum, count) => sum + count, 0);
      expect(index).toMatchObject({ documents: ENTRIES + BULK, passages: all });
      const { data } = await api.client.POST("/api/v1/search/", {
        body: { query: String(777 * 7919), user_id: USER, mode: "keyword" },
      });
      expect(data?.results[0]?.title).toBe("Entry 777");
    }, 600_000);

    /** All five, each on a port and a folder of its own; those that are to be killed by name of the dependency. */
    async function startServers() {
      const postgres = opened.use(await createPostgresServer(POSTGRES_BIN ?? ""));
      const redis = opened.adopt(await ownRedis(), (it) => it.dispose());
      const mongo = opened.adopt(await ownMongo(), (it) => it.dispose());
      const objects = await mkdtemp(join(tmpdir(), "s3-"));
      opened.defer(() => rm(objects, { recursive: true, force: true }));
      const s3 = await createS3Server(SERVER_BINARY ?? "", objects);
      opened.defer(() => s3.signal("SIGKILL"));
      const qdrant = opened.use(await startEngineServer());
      await Promise.all([postgres.start(), redis.start(), mongo.start(), s3.start()]);
      const servers: Record<string, Server> = {
        database: postgres,
        queue: redis,
        journal: mongo,
        objects: { start: () => s3.start(), kill: () => s3.signal("SIGKILL") },
      };
      const env = {
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        MONGODB_URL: mongo.url,
        S3_ENDPOINT: s3.config.endpoint ?? "",
        S3_ACCESS_KEY: s3.config.keys?.accessKey ?? "",
        S3_SECRET_KEY: s3.config.keys?.secretKey ?? "",
        QDRANT_URL: qdrant.url,
        QDRANT_COLLECTION_PREFIX: `flow_${randomUUID().slice(0, 8)}_`,
        // A job that was lost with its server is found again soon.
        SWEEP_CRON: "*/5 * * * * *",
        SWEEP_AFTER_SECONDS: "20",
        SYNC_POLL_SECONDS: "2",
      };
      return { servers, env, mongoUrl: mongo.url };
    }
  },
);

/** Kills a server until the service says so, and starts it again until the service has it back. */
async function outage(api: ChildService, name: string, server: Server): Promise<void> {
  await server.kill();
  await until(async () => (await stateOf(api, name)) === "failing");
  await server.start();
  await until(async () => (await stateOf(api, name)) === "ok");
}

async function stateOf(api: ChildService, dependency: string): Promise<string | undefined> {
  return (await health(api)).dependencies.find(({ name }) => name === dependency)?.status;
}

/** The database may be away, which `health` answers with 503 and a body all the same. */
async function health(api: ChildService): Promise<Health> {
  return bodyOf(Health, await api.request("GET", "/api/v1/health/"));
}

async function sendBulk(api: ChildService, from: number, to: number): Promise<void> {
  const documents = Array.from({ length: to - from }, (_, i) => ({
    user_id: USER,
    text: `Bulk text ${from + i}, as it came over the wire on that day. `.repeat(LINES),
    source: "load",
    source_id: String(from + i),
  }));
  const answer = await api.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
  expect((await bodyOf(BulkResult, answer)).failed).toBe(0);
}

/** Passages of each document, by the rows; each ordinal once. */
async function countPassages(api: ChildService): Promise<Map<string, number>> {
  const ordinals = new Map<string, number[]>();
  for (let url: string | null = "/api/v1/embeddings/?limit=200"; url; ) {
    const page: EmbeddingList = await bodyOf(EmbeddingList, await api.request("GET", url));
    for (const { document_id, ordinal } of page.results) {
      ordinals.set(document_id, [...(ordinals.get(document_id) ?? []), ordinal]);
    }
    url = page.next;
  }
  for (const list of ordinals.values()) expect(list.toSorted()).toEqual(list.map((_, i) => i));
  return new Map([...ordinals].map(([id, list]) => [id, list.length]));
}
