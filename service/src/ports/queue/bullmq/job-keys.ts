import type { JobState, JobSummary } from "@cosmic/contract";
import type { Redis } from "ioredis";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { QueueDescription } from "../queue.ts";
import { summaryOf } from "./job-hash.ts";
import { runScript, type Script } from "./script.ts";
import { CANCEL, COUNTS, DELETE, FORGET, PAGE, PRUNE_INDEX, READ, RETRY } from "./scripts.ts";

/** How many jobs one script looks at: a millisecond or two in which Redis does nothing else. */
const STEP = 500;
/** How many events BullMQ keeps of a kind, about. */
const EVENTS = 100;

export interface JobId {
  kind: string;
  id: string;
}

/** Jobs of all kinds, in the keys of BullMQ and our own beside them. */
export type JobKeys = ReturnType<typeof createJobKeys>;

export function createJobKeys(client: Redis, prefix: string) {
  const run = (script: Script, ...args: (string | number)[]) => runScript(client, script, args);
  const base = (kind: string) => `${prefix}:${kind}:`;
  const channel = `${prefix}:cancelled`;
  const counts = async (kinds: readonly string[]) =>
    Lines.Parse(await run(COUNTS, prefix, Date.now(), ...kinds));

  return {
    /** Where cancelled jobs that run are told of. */
    channel,

    index: (kind: string, id: string) => client.zadd(`${base(kind)}index`, 0, id),
    unindex: (kind: string, id: string) => client.zrem(`${base(kind)}index`, id),

    async kinds(): Promise<string[]> {
      return client.hkeys(`${prefix}:kinds`);
    },

    /** Makes kinds known to every process, with the tries that each has. */
    async addKinds(attempts: ReadonlyMap<string, number>): Promise<void> {
      if (attempts.size === 0) return;
      await Promise.all([
        client.hset(`${prefix}:kinds`, Object.fromEntries(attempts)),
        // BullMQ writes a stream of events that nobody here reads.
        ...attempts.keys().map((kind) => client.hset(`${base(kind)}meta`, "opts.maxLenEvents", EVENTS)),
      ]);
    },

    /** In the order asked for, without those that do not exist. */
    async read(jobs: readonly JobId[]): Promise<JobSummary[]> {
      if (jobs.length === 0) return [];
      const found = await run(READ, prefix, ...jobs.flatMap(({ kind, id }) => [kind, id]));
      return Found.Parse(found).map(summaryOf);
    },

    /** Ids of one kind, newest first, those after the cursor; looks as far as it takes. */
    async page(
      kind: string,
      state: JobState | undefined,
      after: string | undefined,
      limit: number,
    ): Promise<JobId[]> {
      const found: JobId[] = [];
      let from = after ?? "";
      do {
        const [ids, last] = Page.Parse(
          await run(PAGE, base(kind), state ?? "", from, limit - found.length, STEP),
        );
        found.push(...ids.map((id) => ({ kind, id })));
        from = last;
      } while (from !== "" && found.length < limit);
      return found;
    },

    /** How many jobs of each state, of each kind. */
    async counts(kinds: readonly string[]): Promise<Record<JobState, number>[]> {
      return (await counts(kinds)).map(([waiting, active, completed, failed, cancelled]) => {
        return { waiting, active, completed, failed, cancelled };
      });
    },

    async describe(kinds: readonly string[]): Promise<QueueDescription[]> {
      const lines = await counts(kinds);
      const now = Date.now();
      return lines.map(([waiting, active, , failed, , oldest], i) => ({
        name: String(kinds[i]),
        waiting,
        active,
        failed,
        oldestSeconds: oldest < 0 ? 0 : Math.max(0, now - oldest) / 1000,
      }));
    },

    /** Name of its kind, or undefined if there is no such job that waits or runs. */
    async cancel(kinds: readonly string[], id: string): Promise<string | undefined> {
      return Kind.Parse(await run(CANCEL, prefix, id, Date.now(), channel, ...kinds)) ?? undefined;
    },

    /** Name of its kind, or undefined if it cannot be run again. */
    async retry(kinds: readonly string[], id: string): Promise<string | undefined> {
      return Kind.Parse(await run(RETRY, prefix, id, ...kinds)) ?? undefined;
    },

    /** False if it runs, or there is none. */
    async delete(kinds: readonly string[], id: string): Promise<boolean> {
      return Count.Parse(await run(DELETE, prefix, id, ...kinds)) === 1;
    },

    /** Deletes jobs of a kind that ended before the moment, in milliseconds, or are over so many of one state. */
    async forget(kind: string, before: number, most: number): Promise<void> {
      for (const state of ["completed", "failed", "cancelled"] as const) {
        while (Count.Parse(await run(FORGET, base(kind), state, before, most, STEP)) === STEP);
      }
    },

    /** Takes out of the index what BullMQ has deleted, as far as the id. */
    async pruneIndex(kind: string, before: string): Promise<void> {
      const [line = []] = await counts([kind]);
      const jobs = line.slice(0, 5).reduce((sum, cell) => sum + cell, 0);
      if ((await client.zcard(`${base(kind)}index`)) <= jobs) return;
      let from = "";
      do {
        from = Id.Parse(await run(PRUNE_INDEX, base(kind), from, before, STEP));
      } while (from !== "");
    },

    /** True once in so many milliseconds, for one of all processes. */
    async isMyTurn(what: string, everyMs: number): Promise<boolean> {
      return (await client.set(`${prefix}:turn:${what}`, 1, "PX", everyMs, "NX")) === "OK";
    },
  };
}

const Count = Compile(Type.Integer());
const Id = Compile(Type.String());
const Kind = Compile(Type.Union([Type.String(), Type.Null()]));
const Found = Compile(Type.Array(Type.Unknown()));
const Page = Compile(Type.Tuple([Type.Array(Type.String()), Type.String()]));
const Cell = Type.Integer();
const Lines = Compile(Type.Array(Type.Tuple([Cell, Cell, Cell, Cell, Cell, Cell])));
