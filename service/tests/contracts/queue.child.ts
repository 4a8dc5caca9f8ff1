/**
 * A process that is killed while its jobs run. Says on standard output which jobs ended, and that it is
 * in the middle of others. Argument: the database configuration as JSON.
 */
import { openDatabase } from "../../src/db/open.ts";
import { createPgBossQueue } from "../../src/ports/queue/pg-boss.ts";
import { CRASHING, parseDatabaseConfig } from "./queue.crashing.ts";

const config = parseDatabaseConfig(process.argv[2]);
const database = await openDatabase(config);
const queue = await createPgBossQueue(database, {
  exclusive: config.kind === "pglite",
  report: (_level, message) => console.error(message),
});
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
