import { Redis, type RedisOptions } from "ioredis";
import { CosmicError } from "../../../errors.ts";
import type { ReportFault } from "../../../faults.ts";
import { faultReason } from "../../../faults.ts";
import { waitFor } from "../../../wait-for.ts";
import { checkServer } from "./check-server.ts";
import { isAway, isRefusal, unavailable, withoutCommand } from "./faults.ts";

/** Longest wait for the answer to a call, in milliseconds. */
const ANSWER_MS = 2_000;
/** Longest wait for a connection, and between two tries to get one, in milliseconds. */
const CONNECT_MS = 2_000;
const LONGEST_PAUSE_MS = 1_000;
/** Silence after which a connection of the workers counts as broken: longer than they block, in milliseconds. */
const SILENCE_MS = 15_000;
/** Shortest time between two lines about a server that refuses to work, in milliseconds. */
const REFUSAL_EVERY_MS = 60_000;

const common = {
  // What BullMQ is tested with.
  protocol: 2,
  connectTimeout: CONNECT_MS,
  keepAlive: 10_000,
  // After a failover the old primary only reads: another connection finds the new one.
  reconnectOnError: (error) => error.message.startsWith("READONLY"),
} satisfies RedisOptions;
const pause = (tries: number) => Math.min(50 * 2 ** (tries - 1), LONGEST_PAUSE_MS);

export interface Connections {
  /** For callers who wait: fails at once while Redis is away. */
  prompt: Redis;
  /** For work in the background: waits until Redis is back. */
  patient: Redis;
  /** Calls the listener with each message of the channel, from now on; those while Redis is away are lost. */
  listen(channel: string, listener: (message: string) => void): void;
  isReady(): boolean;
  /** @throws CosmicError `queue_unavailable` while Redis is away */
  reach<T>(ask: () => Promise<T>): Promise<T>;
  /** Tells, not too often, that Redis is there and refuses to work. */
  refused(fault: unknown): void;
  /** Called whenever Redis is back. */
  onReturn(listener: () => void): void;
  close(): void;
}

/**
 * Connects as soon as Redis answers, with a line through `report` now and then until it does.
 *
 * @throws CosmicError `invalid_configuration` for a server that refuses us or is too old; the signal's reason
 */
export async function openConnections(
  url: string,
  report: ReportFault,
  signal: AbortSignal | undefined,
): Promise<Connections> {
  await waitFor("Redis", () => greet(url, report), {
    report: (message) => report("warning", message),
    signal,
    isPassing: isAway,
  });

  const prompt = new Redis(url, {
    ...common,
    retryStrategy: pause,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
    socketTimeout: 2 * ANSWER_MS,
  });
  // What BullMQ wants of connections that workers use.
  const patientOptions = { ...common, retryStrategy: pause, maxRetriesPerRequest: null };
  const patient = new Redis(url, { ...patientOptions, socketTimeout: SILENCE_MS });
  const listening = new Redis(url, { ...patientOptions, autoResubscribe: false });
  const listeners: (() => void)[] = [];
  watch(prompt, report, () => {
    for (const listener of listeners) listener();
  });
  // They lose the server when the first does, which tells of it.
  for (const client of [patient, listening]) client.on("error", () => {});
  let refusedAt = Number.NEGATIVE_INFINITY;
  await new Promise((resolve) => {
    prompt.once("ready", resolve);
    prompt.once("close", resolve);
  });

  return {
    prompt,
    patient,
    isReady: () => prompt.status === "ready",
    listen(channel, listener) {
      // The driver would do it by itself, and end the process if that failed.
      const subscribe = () => void listening.subscribe(channel).catch(() => {});
      listening.on("message", (_channel, message) => listener(message));
      listening.on("ready", subscribe);
      if (listening.status === "ready") subscribe();
    },
    async reach(ask) {
      if (prompt.status !== "ready") throw unavailable();
      try {
        return await ask();
      } catch (error) {
        throw isAway(error) ? unavailable(error) : withoutCommand(error);
      }
    },
    refused(fault) {
      if (performance.now() - refusedAt < REFUSAL_EVERY_MS) return;
      refusedAt = performance.now();
      report("error", "Redis, where the jobs are, refuses to work. Jobs wait until it does again.", fault);
    },
    onReturn: (listener) => void listeners.push(listener),
    close() {
      for (const client of [prompt, patient, listening]) client.disconnect();
    },
  };
}

/** One try to connect, on a connection of its own. */
async function greet(url: string, report: ReportFault): Promise<void> {
  const client = new Redis(url, {
    ...common,
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
  });
  let fault: unknown;
  client.on("error", (error) => {
    fault ??= error;
  });
  try {
    await client.connect();
    checkServer(await client.info(), report);
  } catch (error) {
    const first = fault ?? error;
    if (first instanceof CosmicError || isAway(first)) throw withoutCommand(first);
    const message = isRefusal(first)
      ? "Redis refuses the user, the password or the database number of REDIS_URL. Correct them."
      : `The server at REDIS_URL cannot be used: ${faultReason(first)}`;
    throw new CosmicError("invalid_configuration", message, { cause: withoutCommand(first) });
  } finally {
    client.disconnect();
  }
}

/** Tells once of each time that the server is lost, and of every return. */
function watch(client: Redis, report: ReportFault, onReturn: () => void): void {
  let away = false;
  let fault: unknown;
  client.on("error", (error) => {
    fault = error;
  });
  client.on("close", () => {
    // The end is a close that was asked for.
    if (away || client.status === "end") return;
    away = true;
    report("warning", "Redis, where the jobs are, is lost. Work goes on when it is back.", fault);
  });
  client.on("ready", () => {
    fault = undefined;
    if (!away) return;
    away = false;
    onReturn();
  });
}
