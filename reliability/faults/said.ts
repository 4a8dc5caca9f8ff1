import { setTimeout as sleep } from "node:timers/promises";
import { Health, Problem } from "@cosmic/contract";
import { Value } from "typebox/value";

const ASK_EVERY_MS = 500;
/** `health/` gives a dependency 5 s, and then reads what it can. */
const PATIENCE_MS = 20_000;

/** What the service said of itself while there was a fault. */
export interface Said {
  /** Dependencies that `health/` called failing. */
  failing: Set<string>;
  /** Codes of `readyz`, of all processes. */
  notReady: Set<string>;
}

/** Asks `health/` of the first process, and `readyz` of all of them, again and again until the signal aborts. */
export async function listenToHealth(addresses: readonly string[], signal: AbortSignal): Promise<Said> {
  const said: Said = { failing: new Set(), notReady: new Set() };
  const again = async (ask: () => Promise<void>) => {
    while (!signal.aborted) {
      await ask().catch(() => {});
      await sleep(ASK_EVERY_MS);
    }
  };
  await Promise.all([
    again(async () => {
      const health = await read(`${addresses[0]}/api/v1/health/`);
      if (!Value.Check(Health, health)) return;
      for (const { name, status } of health.dependencies) if (status === "failing") said.failing.add(name);
    }),
    ...addresses.map((address) =>
      again(async () => {
        const problem = await read(`${address}/readyz`);
        if (Value.Check(Problem, problem)) said.notReady.add(problem.code);
      }),
    ),
  ]);
  return said;
}

async function read(url: string): Promise<unknown> {
  return (await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })).json();
}
