import type { EnvReader } from "../env-reader.ts";
import { isLoopback } from "./loopback.ts";

export interface HttpConfig {
  host: string;
  port: number;
  maxBodyBytes: number;
  /** Everyone who reaches the port is trusted, as long as there is no access control. */
  trustNetwork: boolean;
  /** Pages of these origins may use the API from a browser, with a key or token. */
  corsOrigins: string[];
  timeouts: HttpTimeouts;
}

/** Milliseconds. */
export interface HttpTimeouts {
  /** For the head of a request to arrive. */
  headers: number;
  /** For all of a request to arrive. */
  request: number;
  /** In which nothing at all is sent or taken over a connection. */
  idle: number;
  /** Between two requests of a connection. */
  keepAlive: number;
}

/** @param hasAccessControl whether the other settings say that callers have to show who they are */
export function readHttpConfig(read: EnvReader, hasAccessControl: boolean): HttpConfig {
  const host = read.text("HOST", "127.0.0.1");
  const trustNetwork = read.flag("TRUST_NETWORK", false);
  if (!isLoopback(host) && !trustNetwork && !hasAccessControl) {
    read.problem(
      "HOST",
      "must be a loopback address such as 127.0.0.1, because no access control is configured: set REQUIRE_AUTH=true, or, in a closed network such as that of Compose, TRUST_NETWORK=true",
    );
  }
  return {
    host,
    trustNetwork,
    port: read.integer("PORT", 8000, { min: 0, max: 65_535 }),
    maxBodyBytes: read.integer("MAX_BODY_BYTES", 64 * 1024 * 1024, { min: 1024 }),
    corsOrigins: readOrigins(read),
    timeouts: {
      headers: seconds(read, "HTTP_HEADERS_TIMEOUT_SECONDS", 15),
      request: seconds(read, "HTTP_REQUEST_TIMEOUT_SECONDS", 300),
      idle: seconds(read, "HTTP_IDLE_TIMEOUT_SECONDS", 300),
      keepAlive: seconds(read, "HTTP_KEEP_ALIVE_SECONDS", 65),
    },
  };
}

const seconds = (read: EnvReader, name: string, fallback: number) =>
  read.integer(name, fallback, { min: 1, max: 86_400 }) * 1000;

function readOrigins(read: EnvReader): string[] {
  const origins = read
    .text("CORS_ORIGINS", "")
    .split(",")
    .map((it) => it.trim());
  const named = origins.filter((it) => it !== "");
  const wrong = named.filter((it) => URL.parse(it)?.origin !== it);
  if (wrong.length > 0) {
    read.problem("CORS_ORIGINS", `must be origins such as https://app.example.org, not "${wrong.join(",")}"`);
  }
  return named;
}
