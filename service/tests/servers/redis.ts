import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";

/** Why tests that start a server of their own are skipped, for their names; empty if they are not. */
export const WITHOUT_SERVER =
  spawnSync("redis-server", ["--version"]).status === 0 ? "" : " (redis-server is not on PATH)";

export interface OwnRedis {
  url: string;
  /** Resolves when the server answers. What it had acknowledged is still there. */
  start(): Promise<void>;
  /** SIGKILL, as when the machine takes it. */
  kill(): Promise<void>;
  /** Stops its process where it is: connections stay open, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  dispose(): Promise<void>;
  /** One command, on a connection of its own. */
  command(name: string, ...args: (string | number)[]): Promise<unknown>;
}

/** A server for one test, to be killed and started again on the same port and folder. */
export async function ownRedis(within = tmpdir()): Promise<OwnRedis> {
  const folder = await mkdtemp(join(within, "redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  let disposed = false;

  async function command(name: string, ...rest: (string | number)[]): Promise<unknown> {
    const client = new Redis(port, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
    client.on("error", () => {});
    try {
      await client.connect();
      return await client.call(name, ...rest);
    } finally {
      client.disconnect();
    }
  }

  async function kill(): Promise<void> {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGKILL");
    await ended;
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      // A test that ran out of time goes on, and would leave a server behind.
      if (disposed) throw new Error("the test is over");
      // With `always`, what was acknowledged survives a kill; with `everysec`, up to two seconds of it may not.
      const durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
      const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
      child = spawn("redis-server", [...place, ...durable], { stdio: "ignore" });
      while (!(await command("PING").catch(() => false))) {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
        await sleep(50);
      }
    },
    kill,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async dispose() {
      disposed = true;
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
    command,
  };
}
