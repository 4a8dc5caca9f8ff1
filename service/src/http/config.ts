import type { EnvReader } from "../env-reader.ts";

export interface HttpConfig {
  host: string;
  port: number;
  maxBodyBytes: number;
}

export function readHttpConfig(read: EnvReader): HttpConfig {
  const host = read.text("HOST", "127.0.0.1");
  // Nobody has to show who they are yet, so only this machine may ask, or a network that is said to be closed.
  if (!isLoopback(host) && !read.flag("TRUST_NETWORK", false)) {
    read.problem(
      "HOST",
      "must be a loopback address such as 127.0.0.1, because no access control is configured; in a closed network, such as that of Compose, set TRUST_NETWORK=true",
    );
  }
  return {
    host,
    port: read.integer("PORT", 8000, { min: 0, max: 65_535 }),
    maxBodyBytes: read.integer("MAX_BODY_BYTES", 64 * 1024 * 1024, { min: 1024 }),
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
