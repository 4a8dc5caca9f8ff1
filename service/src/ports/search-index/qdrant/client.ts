import { QdrantClient } from "@qdrant/js-client-rest";
import type { QdrantConfig } from "./config.ts";

const USUAL_PORT = 6333;

export function createClient({ url, apiKey, timeoutMs }: QdrantConfig): QdrantClient {
  const { origin, pathname } = new URL(url);
  const prefix = pathname.replace(/\/+$/, "");
  return new QdrantClient({
    url: origin,
    port: writtenPort(url),
    ...(prefix ? { prefix } : {}),
    timeout: timeoutMs,
    // As a header: given as a key, the client writes a warning to the console where the connection is plain.
    ...(apiKey === undefined ? {} : { headers: { "api-key": apiKey } }),
    // `collections.ts` checks the version, and says what to do.
    checkCompatibility: false,
  });
}

/** An address forgets the usual port of its protocol, and the client would then take 6333. */
function writtenPort(url: string): number {
  const written = /^https?:\/\/[^/]*:(\d+)(?:[/?#]|$)/i.exec(url)?.[1];
  return written === undefined ? USUAL_PORT : Number(written);
}
