import type { Database } from "../../db/open.ts";
import type { ReportFault } from "../../faults.ts";
import type { QueueConfig } from "./config.ts";
import type { TellJobNews } from "./job-news.ts";
import { createPgBossQueue } from "./pg-boss.ts";
import type { Queue } from "./queue.ts";

/** Opens the queue that the configuration names. Waits for a server that is down until the signal aborts. */
export async function createQueue(
  config: QueueConfig,
  database: Database,
  report: ReportFault,
  signal?: AbortSignal,
  tell?: TellJobNews,
): Promise<Queue> {
  switch (config.kind) {
    case "database":
      return createPgBossQueue(database, { exclusive: database.engine.kind === "pglite", report, tell });
    case "redis": {
      // The library takes time to load, and only those who use it should wait for it.
      const { createBullMqQueue } = await import("./bullmq/create.ts");
      return createBullMqQueue(config, report, { tell, ...(signal ? { signal } : {}) });
    }
  }
}
