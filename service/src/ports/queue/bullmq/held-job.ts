import type { Job, RedisQueueBackend } from "bullmq";
import type { Redis } from "ioredis";
import type { JobOutput, JobProgress } from "../job-output.ts";
import { storableJson } from "../stored-text.ts";
import { isLostClaim } from "./faults.ts";
import { runScript } from "./script.ts";
import { WRITE_HELD } from "./scripts.ts";

/** A job that runs here, as long as its lock is ours. What comes later changes nothing. */
export interface HeldJob {
  /** False if it is no longer ours. */
  saveProgress(progress: JobProgress): Promise<boolean>;
  /** Lets it run again after so many seconds. */
  putBack(wait: { seconds: number; countTry: boolean; output?: JobOutput }): Promise<void>;
}

export function createHeldJob(
  client: Redis,
  backend: RedisQueueBackend,
  { id = "" }: Job<unknown, unknown, string>,
  token: string,
): HeldJob {
  const write = async (progress: JobProgress | undefined, takeKey: boolean) => {
    const text = progress ? storableJson(progress) : "";
    return (await runScript(client, WRITE_HELD, [backend.toKey(""), id, token, text, takeKey ? 1 : 0])) === 1;
  };

  async function wait(seconds: number, countTry: boolean, output: JobOutput | undefined): Promise<void> {
    if (seconds === 0 && !countTry) {
      await backend.moveJobFromActiveToWait(id, token);
      // Wakes a worker, which this call of BullMQ does not do for a job that has a priority.
      await client.zadd(backend.keys.marker ?? "", 0, "0");
      return;
    }
    const error = output?.error;
    await backend.moveToDelayed(id, Date.now(), Math.ceil(seconds * 1000), token, {
      skipAttempt: !countTry,
      ...(error !== undefined && { fieldsToUpdate: { failedReason: error } }),
    });
  }

  return {
    saveProgress: (progress) => write(progress, false),
    async putBack({ seconds, countTry, output }) {
      if (!(await write(output?.progress, true))) return;
      try {
        await wait(seconds, countTry, output);
      } catch (error) {
        if (!isLostClaim(error)) throw error;
      }
    },
  };
}
