/**
 * A process that is killed while its jobs run. Says on standard output which jobs ended, and that it is
 * in the middle of others. Argument: where its queue is, as JSON.
 */
import { openDatabase } from "../../src/db/open.ts";
import { createBullMqQueue } from "../../src/ports/queue/bullmq/create.ts";
import { createPgBossQueue } from "../../src/ports/queue/pg-boss.ts";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { CRASHING, parseCrashConfig, QUICK } from "./queue.crashing.ts";

const queue = await open();
const numbers = Array.from({ length: 20 }, (_, n) => n);
await Promise.all(numbers.map((n) => queue.enqueue(CRASHING, { n })));
let ended = 0;
await queue.work(CRASHING, async ({ n }) => {
  if (ended >= 6) {
    console.log("in the middle");
    await new Promise(() => {});
  }
  ended++;
  return { by: "child", n };
});

async function open(): Promise<Queue> {
  const config = parseCrashConfig(process.argv[2]);
  const report = (_level: string, message: string) => console.error(message);
  if (config.kind === "redis") return createBullMqQueue(config, report, { timing: QUICK });
  const exclusive = config.kind === "pglite";
  return createPgBossQueue(await openDatabase(config), { exclusive, report });
}
