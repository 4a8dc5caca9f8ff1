import type { EnvReader } from "../../env-reader.ts";
import { type BullMqConfig, readRedisConfig } from "./bullmq/config.ts";

export type QueueConfig = { kind: "database" } | ({ kind: "redis" } & BullMqConfig);

/** With `REDIS_URL` jobs are kept in Redis, without it in the database of the service. */
export function readQueueConfig(read: EnvReader): QueueConfig {
  return read.optional("REDIS_URL") === undefined
    ? { kind: "database" }
    : { kind: "redis", ...readRedisConfig(read) };
}
