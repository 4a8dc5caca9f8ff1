import { Readable } from "node:stream";
import type { Config } from "../config.ts";
import type { Owner } from "../data-folder/lock.ts";
import { CommandError } from "./command-error.ts";
import type { LentKey } from "./lent-key.ts";
import type { Transport } from "./session.ts";

const PATIENCE_MS = 2_000;

export interface ServerOptions {
  address: string;
  /** Shown with every request. */
  key: string | undefined;
  /** Gets a key from elsewhere when the server wants one. */
  lend: () => Promise<LentKey | undefined>;
  signal: AbortSignal;
}

/** Speaks HTTP with a server. */
export function connectToServer({ address, key, lend, signal }: ServerOptions): Transport {
  let lent: LentKey | undefined;
  let checked: Promise<Response | undefined> | undefined;

  /**
   * Some routes answer those whom they do not know too, only with less: so it is found out first whether the server
   * takes the key, or wants one.
   *
   * @returns what the server says instead of knowing who asks
   */
  async function introduce(): Promise<Response | undefined> {
    const answer = await askWith(key, "/api/v1/access/session/", "GET", undefined);
    if (answer.status !== 401) {
      await answer.body?.cancel();
      return undefined;
    }
    lent = key === undefined ? await lend() : undefined;
    return lent === undefined ? answer : undefined;
  }

  async function ask(path: string, method: string, body: unknown): Promise<Response> {
    try {
      checked ??= introduce();
      return (await checked)?.clone() ?? (await askWith(key ?? lent?.key, path, method, body));
    } catch (cause) {
      signal.throwIfAborted();
      throw new CommandError(`The server at ${address} does not answer. Is it stopping? Try again.`, cause);
    }
  }

  function askWith(
    shown: string | undefined,
    path: string,
    method: string,
    body: unknown,
  ): Promise<Response> {
    return fetch(new URL(path, address), {
      method,
      signal,
      ...payloadOf(body, shown === undefined ? {} : { authorization: `Bearer ${shown}` }),
    });
  }

  return {
    server: address,
    async send({ method, path, body }) {
      const response = await ask(path, method, body);
      return { status: response.status, body: await response.text() };
    },
    async open(path) {
      const { status, body } = await ask(path, "GET", undefined);
      return { status, body: body ? Readable.fromWeb(body) : Readable.from([]) };
    },
    // The server runs them.
    runJobs: async () => {},
    [Symbol.asyncDispose]: async () => lent?.[Symbol.asyncDispose](),
  };
}

/**
 * The server that a command goes through, and the key for it: `COSMIC_API_KEY`, or that of the data folder's owner, or
 * one that is made for the command in the database they share.
 *
 * @returns undefined if none runs
 */
export async function findServer(
  config: Config,
  owner: Owner | undefined,
  signal: AbortSignal,
): Promise<ServerOptions | undefined> {
  const address = owner?.address ?? (await findByPort(config));
  if (!address) return undefined;
  const lend = async () => {
    if (config.database.kind !== "postgresql") return undefined;
    const { lendKey } = await import("./lent-key.ts");
    return lendKey(config.database);
  };
  return { address, key: config.access.commandKey ?? owner?.key, lend, signal };
}

function payloadOf(body: unknown, headers: Record<string, string>): RequestInit {
  if (body === undefined) return { headers };
  if (body instanceof FormData) return { body, headers };
  return { body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json" } };
}

/** With a database of its own, the server may have another data folder than this command; then its port tells. */
async function findByPort({ database, http }: Config): Promise<string | undefined> {
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
