import type { EnvReader } from "../env-reader.ts";

export interface PatternsConfig {
  /** When it is looked for users whose themes are out of date, in UTC. */
  cron: string;
  /** Documents added, changed or deleted since the last run that make another worth while: the larger of both. */
  leastChanges: number;
  changedPercent: number;
  /** Between two runs of one user. */
  leastMinutes: number;
}

export function readPatternsConfig(read: EnvReader): PatternsConfig {
  return {
    cron: read.cron("THEMES_CRON", "*/10 * * * *"),
    leastChanges: read.integer("THEMES_MIN_CHANGES", 10, { min: 1 }),
    changedPercent: read.integer("THEMES_CHANGED_PERCENT", 10, { min: 0, max: 100 }),
    leastMinutes: read.integer("THEMES_MIN_MINUTES", 60, { min: 0 }),
  };
}
