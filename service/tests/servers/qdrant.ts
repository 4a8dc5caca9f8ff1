import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { QdrantConfig } from "../../src/ports/search-index/qdrant/config.ts";

const TESTS = fileURLToPath(new URL("..", import.meta.url));
/** The engine flushes often. What lies here survives its process, which is all that the tests need. */
const MEMORY = "/dev/shm";
const python = process.env.TEST_QDRANT_PYTHON;

/** Why the server over Qdrant's engine cannot be started; undefined if it can. */
export const whyNoEngine = reasonAgainst();

function reasonAgainst(): string | undefined {
  if (!python) return "TEST_QDRANT_PYTHON is not set";
  const { status } = spawnSync(python, ["-c", "import qdrant_edge"]);
  return status === 0 ? undefined : "TEST_QDRANT_PYTHON has no qdrant-edge-py";
}

/** The server of `tests/qdrant-server`, in a process of its own, on a folder that outlives its processes. */
export interface EngineServer extends AsyncDisposable {
  /** Changes with each start. */
  readonly url: string;
  /** As if the machine had lost it: SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export async function startEngineServer(
  within = existsSync(MEMORY) ? MEMORY : tmpdir(),
): Promise<EngineServer> {
  const folder = await mkdtemp(join(within, "qdrant-"));
  let child: ChildProcess | undefined;
  let url = "";

  async function start(): Promise<void> {
    const process = spawn(python ?? "", ["-B", "-m", "qdrant-server", "--folder", folder], {
      cwd: TESTS,
      stdio: ["ignore", "pipe", "inherit"],
    });
    child = process;
    const lines = createInterface({ input: process.stdout });
    const [line]: unknown[] = await Promise.race([
      once(lines, "line"),
      once(process, "exit").then(() =>
        Promise.reject(new Error("The server over Qdrant's engine did not start.")),
      ),
    ]);
    url = String(line);
  }

  async function kill(): Promise<void> {
    const process = child;
    child = undefined;
    if (!process || process.exitCode !== null) return;
    const ended = once(process, "exit");
    process.kill("SIGKILL");
    await ended;
  }

  await start();
  return {
    get url() {
      return url;
    },
    start,
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Settings with names of their own, so that no two tests meet on one server. */
export function qdrantConfig(url: string, settings: Partial<QdrantConfig> = {}): QdrantConfig {
  const run = randomUUID().slice(0, 8);
  return {
    url,
    apiKey: undefined,
    alias: `test_${run}_embeddings`,
    collectionPrefix: `test_${run}_`,
    shards: undefined,
    replicas: undefined,
    writeConsistency: undefined,
    onDisk: false,
    quantization: "none",
    timeoutMs: 30_000,
    batch: 128,
    ...settings,
  };
}
