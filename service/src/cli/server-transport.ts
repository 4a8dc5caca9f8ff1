import { Readable } from "node:stream";
import type { Config } from "../config.ts";
import { CommandError } from "./command-error.ts";
import type { Transport } from "./session.ts";

const PATIENCE_MS = 2_000;

/** Speaks HTTP with a server. */
export function connectToServer(address: string, signal: AbortSignal): Transport {
  return {
    server: address,
    send: ({ method, path, body }) =>
      ask(async () => {
        const response = await fetch(new URL(path, address), {
          method,
          signal,
          ...payloadOf(body),
        });
        return { status: response.status, body: await response.text() };
      }),
    open: (path) =>
      ask(async () => {
        const { status, body } = await fetch(new URL(path, address), { signal });
        return { status, body: body ? Readable.fromWeb(body) : Readable.from([]) };
      }),
    // The server runs them.
    runJobs: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };

  async function ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (cause) {
      signal.throwIfAborted();
      throw new CommandError(`The server at ${address} does not answer. Is it stopping? Try again.`, cause);
    }
  }
}

function payloadOf(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body };
  return { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** With a database of its own, the server may have another data folder than this command; then its port tells. */
export async function findServer({ database, http }: Config): Promise<string | undefined> {
  if (database.kind !== "postgresql" || http.port === 0) return undefined;
  const host = http.host.includes(":") ? `[${http.host}]` : http.host;
  const address = `http://${host}:${http.port}`;
  return (await answersAsService(address)) ? address : undefined;
}

/** Whether what listens there is this service. */
export async function answersAsService(address: string): Promise<boolean> {
  try {
    const response = await fetch(new URL("/livez", address), { signal: AbortSignal.timeout(PATIENCE_MS) });
    return (await response.text()) === '{"status":"ok"}';
  } catch {
    return false;
  }
}
