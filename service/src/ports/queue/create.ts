import type { Database } from "../../db/open.ts";
import type { ReportFault } from "../../faults.ts";
import type { QueueConfig } from "./config.ts";
import type { TellJobNews } from "./job-news.ts";
import { createPgBossQueue } from "./pg-boss.ts";
import type { Queue } from "./queue.ts";
import type { FollowRuns } from "./run.ts";

export interface QueueOptions {
  /** Ends the waiting for a server that is down. */
  signal?: AbortSignal | undefined;
  /** Told of what runs in this process. */
  tell?: TellJobNews | undefined;
  follow?: FollowRuns | undefined;
}

/** Opens the queue that the configuration names. */
export async function createQueue(
  config: QueueConfig,
  database: Database,
  report: ReportFault,
  { signal, tell, follow }: QueueOptions = {},
): Promise<Queue> {
  switch (config.kind) {
    case "database":
      return createPgBossQueue(database, {
        exclusive: database.engine.kind === "pglite",
        report,
        tell,
        follow,
      });
    case "redis": {
      // The library takes time to load, and only those who use it should wait for it.
      const { createBullMqQueue } = await import("./bullmq/create.ts");
      return createBullMqQueue(config, report, { tell, follow, ...(signal ? { signal } : {}) });
    }
  }
}
