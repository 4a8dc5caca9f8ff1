import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { mixedLoad } from "../bench/mixed-load.ts";
import { median, report, round } from "../bench/report.ts";
import { load, residentMB, withService } from "../bench/running-service.ts";
import { makeTexts } from "../bench/texts.ts";
import { Progress } from "../service/src/cli/progress.ts";
import type { ChildService } from "../service/tests/flows/child-service.ts";
import { verdict } from "./verdict.ts";

const DOCUMENTS = 10_000;
const SAMPLE_MS = 10_000;
/** How much the last third of the time may have over the second: what leaks grows by more in so many minutes. */
const MOST_GROWTH = 1.05;
const MOST_HANDLES_MORE = 5;
const LONGEST_QUEUED_SECONDS = 60;

interface Sample {
  minute: number;
  residentMB: number;
  handles: number;
  queuedSeconds: number;
  /** That has waited longest. */
  queue: string;
}

/** Writes, searches and deletes for so many minutes: memory, handles and the age of the queue stay as they are. */
export async function soak(minutes: number): Promise<void> {
  await withService(async (service) => {
    await load(
      service,
      makeTexts(DOCUMENTS, 17.6).map((text, i) => ({ user_id: `user-${i % 10}`, text })),
    );
    await service.settled(1_000);
    const samples = await sampled(service, minutes);
    report("soak", summary(samples));
    const middle = samples.slice(Math.floor(samples.length / 3), Math.floor((samples.length * 2) / 3));
    const last = samples.slice(Math.floor((samples.length * 2) / 3));
    const of = (part: readonly Sample[], value: (sample: Sample) => number) => median(part.map(value));
    const memory = [of(middle, (it) => it.residentMB), of(last, (it) => it.residentMB)] as const;
    verdict("memory is flat", memory[1] <= memory[0] * MOST_GROWTH, `${memory[0]} MB, then ${memory[1]} MB`);
    const handles = [of(middle, (it) => it.handles), of(last, (it) => it.handles)] as const;
    verdict(
      "handles are flat",
      handles[1] <= handles[0] + MOST_HANDLES_MORE,
      `${handles[0]}, then ${handles[1]}`,
    );
    // In the last third: at first the themes of all users are looked for, one after another.
    const longest = last.toSorted((a, b) => b.queuedSeconds - a.queuedSeconds)[0];
    const queued = longest?.queuedSeconds ?? 0;
    const found =
      queued > 0 ? `${round(queued)} s at the most, in ${longest?.queue}` : "none was seen to wait";
    verdict("no job waits long any more", queued <= LONGEST_QUEUED_SECONDS, found);
    await service.settled(1_000);
  });
}

async function sampled(service: ChildService, minutes: number): Promise<Sample[]> {
  const turn = mixedLoad(service);
  const samples: Sample[] = [];
  const began = Date.now();
  using progress = new Progress("soak", process.stderr);
  for (let turns = 0; Date.now() - began < minutes * 60_000; turns++) {
    await turn(turns);
    await sleep(100);
    const elapsed = Date.now() - began;
    if (elapsed < samples.length * SAMPLE_MS) continue;
    const sample = { minute: elapsed / 60_000, ...(await look(service)) };
    samples.push(sample);
    progress.update(
      Math.floor(elapsed / 1000),
      minutes * 60,
      `${sample.residentMB} MB, ${sample.handles} handles`,
    );
  }
  return samples;
}

/** Memory and open files by Linux's own account, the queue by the service's. */
async function look(service: ChildService): Promise<Omit<Sample, "minute">> {
  const metrics = await (await service.request("GET", "/metrics")).text();
  const ages = [...metrics.matchAll(/^cosmic_queue_oldest_seconds\{queue="(.*?)".*\} ([\d.e+-]+)$/gm)]
    .map(([, queue = "", age]) => ({ queue, queuedSeconds: Number(age) }))
    .toSorted((a, b) => b.queuedSeconds - a.queuedSeconds);
  const handles = await readdir(`/proc/${service.pid}/fd`);
  return {
    residentMB: residentMB(service.pid),
    handles: handles.length,
    ...(ages[0] ?? { queue: "", queuedSeconds: 0 }),
  };
}

/** Ten rows, evenly over the time. */
function summary(samples: readonly Sample[]) {
  const step = Math.max(1, Math.floor(samples.length / 10));
  return samples
    .filter((_, i) => i % step === 0 || i === samples.length - 1)
    .map(({ minute, residentMB, handles, queuedSeconds }) => ({
      minute: round(minute),
      "resident MB": residentMB,
      handles,
      "oldest job, s": round(queuedSeconds),
    }));
}
