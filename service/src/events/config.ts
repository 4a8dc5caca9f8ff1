import type { EnvReader } from "../env-reader.ts";

export interface EventsConfig {
  /** How long events are kept for those who come back. */
  keepMinutes: number;
  /** WebSockets of one process at the most. */
  maxConnections: number;
}

export function readEventsConfig(read: EnvReader): EventsConfig {
  return {
    keepMinutes: read.integer("EVENTS_KEEP_MINUTES", 10, { min: 1, max: 10_080 }),
    maxConnections: read.integer("EVENTS_MAX_CONNECTIONS", 1_000, { min: 1, max: 100_000 }),
  };
}
