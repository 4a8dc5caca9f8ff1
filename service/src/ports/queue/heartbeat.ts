import { CosmicError } from "../../errors.ts";
import type { Consumer } from "./consumer.ts";
import type { JobTable } from "./job-table.ts";

export interface HeartbeatTiming {
  /** How often this process says that its jobs are alive, in milliseconds. */
  beatMs: number;
  /** After how much silence the jobs of a process are given to others, in seconds. */
  silentSeconds: number;
}

/**
 * Where several processes share a queue: says that the jobs running here are alive, aborts those that were
 * cancelled or taken away elsewhere, and makes the jobs of processes that fell silent runnable again.
 */
export function startHeartbeat(
  table: JobTable,
  consumers: ReadonlyMap<string, Consumer>,
  timing: HeartbeatTiming,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let beating: Promise<void> | undefined;

  async function beat(): Promise<void> {
    const claims = [...consumers.values()].flatMap((consumer) => consumer.claims());
    if (claims.length > 0) {
      for (const id of await table.beat(claims)) abort(id);
    }
    for (const name of await table.recover(timing.silentSeconds)) consumers.get(name)?.wake();
  }

  function abort(id: string): void {
    const reason = new CosmicError("cancelled", "The job was cancelled.");
    for (const consumer of consumers.values()) consumer.abort(id, reason);
  }

  const timer = setInterval(() => {
    beating ??= beat()
      .catch(onError)
      .finally(() => {
        beating = undefined;
      });
  }, timing.beatMs);

  return {
    async stop() {
      clearInterval(timer);
      await beating;
    },
  };
}
