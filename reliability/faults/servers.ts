import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FaultProxy, startFaultProxy } from "../../service/tests/servers/fault-proxy.ts";
import { SERVER as MONGODB, ownMongo } from "../../service/tests/servers/mongodb.ts";
import { createPostgresServer, POSTGRES_BIN } from "../../service/tests/servers/postgresql.ts";
import { startEngineServer, whyNoEngine } from "../../service/tests/servers/qdrant.ts";
import { ownRedis, WITHOUT_SERVER as WITHOUT_REDIS } from "../../service/tests/servers/redis.ts";
import { createS3Server, SERVER_BINARY } from "../../service/tests/servers/s3.ts";
import type { SmallDisk } from "../../service/tests/servers/small-disk.ts";
import { takesConnections } from "../../service/tests/servers/takes-connections.ts";

/** A server behind the service, on a disk of its own, and the network before it. */
export interface Server {
  proxy: FaultProxy;
  disk: SmallDisk | undefined;
  start(): Promise<unknown>;
  /** SIGKILL. */
  kill(): Promise<unknown>;
  /** Starts it if it has ended by itself. */
  revive(): Promise<unknown>;
}

const missing = [
  ...(POSTGRES_BIN ? [] : ["TEST_POSTGRES_BIN"]),
  ...(SERVER_BINARY ? [] : ["TEST_S3_SERVER"]),
  ...(MONGODB ? [] : ["TEST_MONGODB_SERVER"]),
  ...(WITHOUT_REDIS ? ["redis-server on PATH"] : []),
  ...(whyNoEngine ? ["TEST_QDRANT_PYTHON"] : []),
];
/** Why servers cannot be started; undefined if they can. */
export const WITHOUT_SERVERS = missing.length > 0 ? `needs ${missing.join(", ")}` : undefined;

/** A server for every store, each behind a network of its own. */
export async function startServers(opened: AsyncDisposableStack, mount: () => SmallDisk | undefined) {
  const disks = { database: mount(), queue: mount(), journal: mount(), objects: mount(), index: mount() };
  const postgres = opened.use(await createPostgresServer(POSTGRES_BIN ?? "", disks.database?.folder));
  const redis = opened.adopt(await ownRedis(disks.queue?.folder), (it) => it.dispose());
  const mongo = opened.adopt(await ownMongo([], disks.journal?.folder), (it) => it.dispose());
  const folder = await mkdtemp(join(disks.objects?.folder ?? tmpdir(), "s3-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const s3 = await createS3Server(SERVER_BINARY ?? "", folder);
  opened.defer(() => s3.signal("SIGKILL"));
  const qdrant = opened.use(await startEngineServer(disks.index?.folder));
  const s3Port = portOf(s3.config.endpoint ?? "");
  await Promise.all([postgres.start(), redis.start(), mongo.start(), s3.start()]);
  // What Redis is run with: where every command waited for the disk, it would end by itself when that is full.
  await redis.command("CONFIG", "SET", "appendfsync", "everysec");

  const behind = async (
    port: () => number,
    disk: SmallDisk | undefined,
    { start, kill }: Pick<Server, "start" | "kill">,
  ): Promise<Server> => ({
    proxy: opened.use(await startFaultProxy(port)),
    disk,
    start,
    kill,
    async revive() {
      if (!(await takesConnections(port()))) await start();
    },
  });
  const servers = {
    PostgreSQL: await behind(() => portOf(postgres.url), disks.database, postgres),
    Redis: await behind(() => portOf(redis.url), disks.queue, redis),
    Qdrant: await behind(() => portOf(qdrant.url), disks.index, qdrant),
    S3: await behind(() => s3Port, disks.objects, {
      start: () => s3.start(),
      kill: () => s3.signal("SIGKILL"),
    }),
    MongoDB: await behind(() => portOf(mongo.url), disks.journal, mongo),
  };
  const at = ({ proxy }: Server) => `127.0.0.1:${proxy.port}`;
  const env = {
    DATABASE_URL: `postgresql://mluser@${at(servers.PostgreSQL)}/postgres`,
    REDIS_URL: `redis://${at(servers.Redis)}`,
    QDRANT_URL: `http://${at(servers.Qdrant)}`,
    S3_ENDPOINT: `http://${at(servers.S3)}`,
    S3_ACCESS_KEY: s3.config.keys?.accessKey ?? "",
    S3_SECRET_KEY: s3.config.keys?.secretKey ?? "",
    // The members of a replica set give their own addresses, which lead past the network.
    MONGODB_URL: `mongodb://${at(servers.MongoDB)}/?directConnection=true`,
  };
  return { servers, env, journalUrl: mongo.url };
}

export const portOf = (url: string) => Number(new URL(url).port);
