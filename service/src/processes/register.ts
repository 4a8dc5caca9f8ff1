import { hostname } from "node:os";
import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { processes } from "../db/schema.ts";
import { pause } from "../pause.ts";
import { VERSION } from "../version.ts";
import { forgetGone } from "./forget.ts";

export interface ProcessRegistration extends AsyncDisposable {
  /** The row of this process in `processes`. */
  id: string;
}

const BEAT_MS = 5_000;
const FORGET_EVERY_BEATS = 720;

/**
 * Says every few seconds that this process is there, until it is disposed; then its row goes. A beat that fails is
 * not reported: the next one makes up for it, row and all, and what else needs the database speaks of the fault.
 */
export function startProcessRegistration(
  { database, config }: Pick<Context, "database" | "config">,
  beatMs = BEAT_MS,
): ProcessRegistration {
  const id = uuidv7();
  const roles = [...config.roles];
  const startedAt = performance.now();
  const stopping = new AbortController();

  async function beatUntilStopped(): Promise<void> {
    for (let beats = 0; !stopping.signal.aborted; beats++) {
      try {
        await beat(database.orm, id, roles, performance.now() - startedAt);
        if (beats % FORGET_EVERY_BEATS === 0) await forgetGone(database.orm);
      } catch {
        // The next beat tries again.
      }
      await pause(beatMs, stopping.signal);
    }
  }

  const beating = beatUntilStopped();
  return {
    id,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await beating;
      await database.orm
        .delete(processes)
        .where(eq(processes.id, id))
        .catch(() => {});
    },
  };
}

/** All times are those of the database, so that hosts whose clocks differ agree on who is alive. */
async function beat(db: Db, id: string, roles: string[], ageMs: number): Promise<void> {
  const startedAt = sql`now() - ${ageMs}::float8 * interval '1 millisecond'`;
  const row = { id, host: hostname(), pid: process.pid, roles, version: VERSION };
  await db
    .insert(processes)
    .values({ ...row, startedAt, seenAt: sql`now()` })
    .onConflictDoUpdate({ target: processes.id, set: { seenAt: sql`now()` } });
}
