import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const CREATE = new URL("../../src/ports/queue/create.ts", import.meta.url).href;
const OPEN = new URL("../servers/pglite.ts", import.meta.url).href;
const url = process.env.TEST_REDIS_URL;

/** Opens a queue in a process of its own, which then names how many modules of BullMQ and its driver it loaded. */
const script = (config: object) => `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (/node_modules.(bullmq|ioredis)/.test(resolved.url)) loaded.push(resolved.url);
      return resolved;
    },
  });
  const { createQueue } = await import(${JSON.stringify(CREATE)});
  const { openOwnPglite } = await import(${JSON.stringify(OPEN)});
  const database = await openOwnPglite();
  const queue = await createQueue(${JSON.stringify(config)}, database, (_level, message) => console.error(message));
  const job = { name: "none", payload: {}, attempts: 1, timeoutSeconds: 9, concurrency: 1 };
  const { promise: ran, resolve } = Promise.withResolvers();
  await queue.work(job, async () => resolve());
  await queue.enqueue(job, {});
  await ran;
  await queue.close();
  await database.close();
  console.log(loaded.length);
`;

async function countLoaded(config: object): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "queue-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "open.mjs");
  await writeFile(file, script(config));
  const child = spawnSync(process.execPath, [file], { encoding: "utf8" });
  expect(child.stderr).toBe("");
  return Number(child.stdout);
}

test("an embedded start loads nothing of BullMQ", async () => {
  expect(await countLoaded({ kind: "database" })).toBe(0);
});

test.skipIf(!url)(
  `with Redis it is loaded, and the process ends when the queue is closed${url ? "" : " (TEST_REDIS_URL is not set)"}`,
  async () => {
    expect(await countLoaded({ kind: "redis", url, prefix: `queue-${randomUUID()}` })).toBeGreaterThan(0);
  },
);
