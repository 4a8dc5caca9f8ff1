import type { EnvReader } from "../../../env-reader.ts";

export interface BullMqConfig {
  /** `redis://` or, with TLS, `rediss://`. May hold a password: never shown or logged. */
  url: string;
  /** Every key begins with it, so that several installations can share a server. */
  prefix: string;
}

export function readRedisConfig(read: EnvReader): BullMqConfig {
  const url = read.text("REDIS_URL", "redis://127.0.0.1:6379");
  if (!/^rediss?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    read.problem(
      "REDIS_URL",
      "must be an address such as redis://127.0.0.1:6379 or rediss://:password@host:6379/0",
    );
  }
  const prefix = read.text("REDIS_PREFIX", "cosmic");
  if (!/^[\w.:{}-]+$/.test(prefix)) {
    read.problem("REDIS_PREFIX", `must be of letters, digits and . : - _ { }, not "${prefix}"`);
  }
  return { url, prefix };
}
