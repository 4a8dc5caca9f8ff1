import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, vi } from "vitest";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { CRASHING } from "./queue.crashing.ts";

const WAIT = { timeout: 20_000, interval: 20 };

/** Runs the child until it is in the middle of three jobs, and kills it there. */
export async function crash(config: object): Promise<void> {
  const script = fileURLToPath(new URL("./queue.child.ts", import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(config)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let middle = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "in the middle" && ++middle === CRASHING.concurrency) break;
  }
  child.kill("SIGKILL");
  if (child.signalCode === null) await once(child, "exit");
}

/** The jobs that the child left all run, in this process. */
export async function expectAllToRun(queue: Queue): Promise<void> {
  const again: { n: number; attempt: number }[] = [];
  await queue.work(CRASHING, async ({ n }, { attempt }) => void again.push({ n, attempt }));
  await vi.waitUntil(
    async () => (await queue.list({ name: CRASHING.name, state: "completed", limit: 1 })).count === 20,
    WAIT,
  );
  const { jobs } = await queue.list({ name: CRASHING.name, limit: 50 });
  expect(jobs.map(({ payload }) => payload)).toHaveLength(20);
  expect(again).toHaveLength(14);
  // The three that the process died in have lost a try: a job that kills the process must not do so for ever.
  expect(again.filter(({ attempt }) => attempt === 2)).toHaveLength(3);
}
