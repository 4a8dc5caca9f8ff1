import type { JobInsert, PgBoss } from "pg-boss";
import type { JobTable } from "./job-table.ts";

/** Most jobs that one statement adds. */
const MOST_AT_ONCE = 500;

/** A job with the id it is to have, and the key that no other waiting job of its kind may have. */
export type NewJob = JobInsert & { id: string; singletonKey: string };

/** A kind's policy allows one waiting job a key, so a job without a key gets one that no other has. */
export const uniqueKey = (id: string) => `id ${id}`;
export const sharedKey = (key: string) => `key ${key}`;

interface Addition {
  job: NewJob;
  resolve(id: string | undefined): void;
  reject(error: unknown): void;
}

/**
 * Adds jobs that are enqueued at the same moment with one statement: a thousand documents are a few
 * statements and not thousands, each of which would keep the one connection of PGlite busy.
 */
export function createAdditions(boss: PgBoss, table: JobTable) {
  const pending = new Map<string, Addition[]>();

  /** The id of the job, or of the waiting one with its key; undefined if this very id exists already. */
  function add(name: string, job: NewJob): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const additions = pending.get(name) ?? [];
      additions.push({ job, resolve, reject });
      pending.set(name, additions);
      if (additions.length === 1) setImmediate(flush, name);
      else if (additions.length === MOST_AT_ONCE) flush(name);
    });
  }

  function flush(name: string): void {
    const additions = pending.get(name);
    if (!additions) return;
    pending.delete(name);
    insert(name, additions).catch((error: unknown) => {
      for (const { reject } of additions) reject(error);
    });
  }

  async function insert(name: string, additions: Addition[]): Promise<void> {
    const waiting = await waitingLike(name, additions);
    const fresh = additions.filter(({ job }) => !waiting.has(job.singletonKey));
    const ids = fresh.length
      ? await boss.insert(
          name,
          fresh.map(({ job }) => job),
          { returnId: true },
        )
      : [];
    const added = new Set(ids);
    // What was left out has met a job of its key that came in between, or earlier in this same statement.
    const refused = fresh.filter(({ job }) => !added.has(job.id));
    const others = await waitingLike(name, refused);
    for (const { job, resolve } of additions) {
      resolve(added.has(job.id) ? job.id : (waiting.get(job.singletonKey) ?? others.get(job.singletonKey)));
    }
  }

  async function waitingLike(name: string, additions: readonly Addition[]): Promise<Map<string, string>> {
    const keys = additions.map(({ job }) => job.singletonKey).filter((key) => key.startsWith(sharedKey("")));
    return keys.length > 0 ? table.waitingWithKeys(name, keys) : new Map();
  }

  return { add };
}
