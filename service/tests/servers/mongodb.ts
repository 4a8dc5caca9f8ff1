import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { freePort } from "./free-port.ts";
import { takesConnections } from "./takes-connections.ts";

/** The program of a server of one's own; without it such tests are skipped. */
export const SERVER = process.env.TEST_MONGODB_SERVER;
export const WITHOUT_SERVER = SERVER ? "" : " (TEST_MONGODB_SERVER is not set)";

export interface OwnMongo {
  url: string;
  /** Resolves when the server takes connections. Its data are still there. */
  start(): Promise<void>;
  kill(): Promise<void>;
  dispose(): Promise<void>;
}

/** A server for one test, to be killed and started again on the same port and folder. */
export async function ownMongo(args: readonly string[] = [], within = tmpdir()): Promise<OwnMongo> {
  const folder = await mkdtemp(join(within, "mongodb-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const own: OwnMongo = {
    url: `mongodb://127.0.0.1:${port}`,
    async start() {
      // Without the last, a kill would lose what was acknowledged.
      const options = ["--port", String(port), "--storage-path", join(folder, "data"), "--sync-on-commit"];
      child = spawn(SERVER ?? "", [...options, ...args], { cwd: folder, stdio: "ignore" });
      while (!(await takesConnections(port))) {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
        await sleep(50);
      }
    },
    async kill() {
      const running = child;
      child = undefined;
      if (!running || running.exitCode !== null) return;
      const ended = once(running, "exit");
      running.kill("SIGKILL");
      await ended;
    },
    async dispose() {
      await own.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return own;
}

/** Work with the driver, as the application would. */
export async function withMongo<T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** A server whose change streams remember this many changes, once it has been told to forget. */
export const FORGETFUL = ["--oplog-max-entries", "5"];

/** Drops what is over the limit now, which a busy server does by itself. */
export async function forgetChanges(url: string): Promise<void> {
  await withMongo(url, (client) => client.db("admin").command({ "secantusAdmin.pruneOplog": 1 }));
}
