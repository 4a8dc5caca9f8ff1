import { setTimeout as sleep } from "node:timers/promises";
import type { EntriesChanged } from "@cosmic/contract";
import type { Log } from "../log.ts";
import type { Service } from "../service/service.ts";

export interface Push extends AsyncDisposable {
  /** Says that these entries were written, changed or removed just now. Returns at once and never fails. */
  tell(ids: readonly string[]): void;
}

/** As many as `EntriesChanged` of the contract takes. */
const IDS_PER_REQUEST = 100;
/** So many untold entries are remembered while the service is away; the others it finds at its hourly sync. */
const MOST_WAITING = 10_000;
/** Milliseconds before the next try. After the last one the hourly sync has to find the entries. */
const RETRIES = [250, 1_000, 4_000, 15_000, 60_000];
const PATIENCE_MS = 10_000;
/** What is still to be told when the process stops gets so long. */
const LAST_MS = 1_000;

/** The same request would be refused again. */
class Refused extends Error {}

/** Tells the service of entries as they change, so that they are found within a second or two. */
export function startPush(service: Service, log: Log): Push {
  const stopping = new AbortController();
  let waiting = new Set<string>();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      const ids = [...waiting].slice(0, IDS_PER_REQUEST);
      // Taken out before, so that an entry that changes meanwhile is told of again.
      for (const id of ids) waiting.delete(id);
      await send({ ids });
    }
    // At once with the last look: what is told from now on begins a run of its own.
    running = undefined;
  }

  async function send(changed: EntriesChanged): Promise<void> {
    for (let tries = 0; ; tries++) {
      const fault = await attempt(changed);
      if (fault === undefined) return;
      const delay = fault instanceof Refused ? undefined : RETRIES[tries];
      if (delay === undefined || stopping.signal.aborted) {
        log.warn(
          { err: fault, entries: changed.ids.length },
          "the service could not be told of entries; its hourly sync finds them",
        );
        return;
      }
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function attempt(body: EntriesChanged): Promise<unknown> {
    try {
      const patienceMs = stopping.signal.aborted ? LAST_MS : PATIENCE_MS;
      const response = await service.ask("/api/v1/sync/entries/", { method: "POST", body, patienceMs });
      await response.arrayBuffer();
      if (response.ok) return undefined;
      const fault = `The service answered ${response.status}.`;
      return response.status < 500 && response.status !== 429 ? new Refused(fault) : new Error(fault);
    } catch (error) {
      return error;
    }
  }

  return {
    tell(ids) {
      if (waiting.size + ids.length > MOST_WAITING) waiting = new Set([...waiting].slice(ids.length));
      for (const id of ids) waiting.add(id);
      running ??= run();
    },

    async [Symbol.asyncDispose]() {
      stopping.abort();
      waiting = new Set([...waiting].slice(0, IDS_PER_REQUEST));
      await running;
    },
  };
}
