import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./free-port.ts";

/** Folder of PostgreSQL's programs; tests that stop their server start one of their own with them. */
export const POSTGRES_BIN = process.env.TEST_POSTGRES_BIN;

export interface PostgresServer extends AsyncDisposable {
  url: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** SIGKILL to the server and all that it started: what a power cut leaves. */
  kill(): Promise<void>;
}

/** A server with a data folder of its own within the given one, always on the same port; not started yet. */
export async function createPostgresServer(bin: string, within = tmpdir()): Promise<PostgresServer> {
  const folder = await mkdtemp(join(within, "postgres-"));
  await chmod(folder, 0o777);
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const asUser = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--"] : [];
  const [initdb = "", ...options] = [
    ...asUser,
    join(bin, "initdb"),
    ...["-D", join(folder, "data"), "-U", "mluser", "--auth=trust", "--no-sync"],
  ];
  execFileSync(initdb, options, { cwd: folder, stdio: "ignore" });
  const data = join(folder, "data");
  const url = `postgresql://mluser@127.0.0.1:${port}/postgres`;
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`];
  let child: ChildProcess | undefined;

  async function kill(): Promise<void> {
    const running = child;
    child = undefined;
    if (!running?.pid || running.exitCode !== null) return;
    const ended = once(running, "exit");
    const postmaster = Number.parseInt(await readFile(join(data, "postmaster.pid"), "utf8"), 10);
    // Each backend leads a group of its own and could still commit before it notices that its parent is gone.
    const backends = childrenOf(postmaster);
    for (const pid of [postmaster, ...backends]) killNow(pid);
    await ended;
    while (backends.some(isAlive)) await sleep(5);
  }

  return {
    url,
    async start() {
      const [program = "", ...rest] = [
        ...asUser,
        join(bin, "postgres"),
        ...["-D", data],
        ...settings.flatMap((setting) => ["-c", setting]),
      ];
      do {
        // It refuses to start while a process of the one that was killed has not noticed yet.
        if (child) await sleep(100);
        child = spawn(program, rest, { cwd: folder, stdio: "ignore", detached: true });
        await once(child, "spawn");
      } while (!(await becomesReady(child, url)));
    },
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
  return stdout.split("\n").map(Number).filter(Boolean);
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}

/** A process that is killed but not yet reaped by its new parent counts as gone: it runs nothing any more. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}

/** False if the process ended before it answered. */
async function becomesReady(child: ChildProcess, url: string): Promise<boolean> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      return true;
    } catch {
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
