import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BulkResult } from "@cosmic/contract";
import { Progress } from "../service/src/cli/progress.ts";
import { mulberry32 } from "../service/src/patterns/seeded-random.ts";
import { type ChildService, startChildService } from "../service/tests/flows/child-service.ts";
import { bodyOf } from "../service/tests/flows/test-service.ts";
import { judgeNothingLost } from "./nothing-lost.ts";

const PER_REQUEST = 20;
const WRITERS = 3;
/** Between two requests of a writer: about as much as can be embedded meanwhile. */
const PAUSE_MS = 150;
/** Once it is ready the program lives so long, in milliseconds. */
const [SHORTEST, LONGEST] = [50, 2_500];

/**
 * The embedded program, killed (SIGKILL) at random moments while documents are written, and started again on the same
 * folder. In the end every document that was acknowledged is there and completed, and rows and index are equal.
 */
export async function killAgainAndAgain(kills: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-kills-"));
  const random = mulberry32(1);
  const acknowledged: string[] = [];
  let slowest = 0;
  try {
    using progress = new Progress("kills", process.stderr);
    for (let kill = 0; kill < kills; kill++) {
      const started = performance.now();
      const service = await startChildService(folder);
      slowest = Math.max(slowest, performance.now() - started);
      const writing = Array.from({ length: WRITERS }, (_, writer) => write(service, writer, acknowledged));
      await sleep(SHORTEST + random() * (LONGEST - SHORTEST));
      await service.end("SIGKILL");
      await Promise.all(writing);
      progress.update(kill + 1, kills, `${acknowledged.length} documents acknowledged`);
    }
    const service = await startChildService(folder);
    try {
      await service.settled(500);
      await judgeNothingLost(service, acknowledged);
    } finally {
      await service.end("SIGTERM");
    }
    console.log(`${kills} kills; the slowest start took ${(slowest / 1000).toFixed(1)} s`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Until the program is gone; what was not acknowledged may be there or not. */
async function write(service: ChildService, writer: number, acknowledged: string[]): Promise<void> {
  for (let round = 0; ; round++) {
    const documents = Array.from({ length: PER_REQUEST }, (_, i) => ({
      user_id: `writer-${writer}`,
      text: `Entry ${round}.${i}: what happened on that day, and what came of it later.`,
    }));
    try {
      const answer = await service.request(
        "POST",
        "/api/v1/documents/bulk_create/",
        JSON.stringify({ documents }),
      );
      const { results } = await bodyOf(BulkResult, answer);
      acknowledged.push(...results.flatMap(({ id }) => id ?? []));
      await sleep(PAUSE_MS);
    } catch {
      return;
    }
  }
}
