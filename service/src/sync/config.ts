import type { EnvReader } from "../env-reader.ts";

export interface SyncConfig {
  /** When the journal is read, in UTC. */
  cron: string;
  /** When all ids are compared, in UTC. */
  compareCron: string;
  /** Seconds between two readings of a journal that cannot tell of changes. */
  pollSeconds: number;
  /**
   * Seconds by which an entry may be seen later than its `updatedAt` says, because the clock of its writer is
   * behind or its transaction took long. MongoDB ends transactions after 60 seconds.
   */
  overlapSeconds: number;
}

export function readSyncConfig(read: EnvReader): SyncConfig {
  return {
    cron: read.cron("SYNC_CRON", "0 * * * *"),
    compareCron: read.cron("SYNC_COMPARE_CRON", "30 3 * * *"),
    pollSeconds: read.integer("SYNC_POLL_SECONDS", 30, { min: 1, max: 86_400 }),
    overlapSeconds: read.integer("SYNC_OVERLAP_SECONDS", 120, { min: 0, max: 86_400 }),
  };
}
