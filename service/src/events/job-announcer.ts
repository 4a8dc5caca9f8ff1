import type { Db } from "../db/open.ts";
import type { ReportFault } from "../faults.ts";
import { pause } from "../pause.ts";
import type { JobNews } from "../ports/queue/job-news.ts";
import { isFollowed, ownerOf } from "./followed-jobs.ts";
import { type NewEvent, recordEvents } from "./record.ts";

/** Shortest time between two events about one job's progress, in milliseconds. */
const PROGRESS_EVERY_MS = 500;
const AFTER_ERROR_MS = 1_000;
/** While the database is away no more are kept than this; the oldest go first. */
const MOST_WAITING = 1_000;

export interface JobAnnouncer extends AsyncDisposable {
  /** Never throws, and does not wait: a job must not go slower because somebody looks on. */
  tell(news: JobNews): void;
}

interface Progress {
  toldAt: number;
  latest: JobNews | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Turns news of jobs that people follow into events. */
export function createJobAnnouncer(db: Db, report: ReportFault): JobAnnouncer {
  const stopping = new AbortController();
  const inProgress = new Map<string, Progress>();
  let waiting: NewEvent<"job">[] = [];
  let writing: Promise<void> | undefined;

  function add({ id, name, payload, state, progress }: JobNews): void {
    const done = progress ? { done: progress.done, total: progress.total } : null;
    waiting.push({
      userId: ownerOf(payload),
      kind: "job",
      payload: { job_id: id, name, state, progress: done },
    });
    if (waiting.length > MOST_WAITING) waiting.shift();
    writing ??= write();
  }

  async function write(): Promise<void> {
    for (let failed = false; waiting.length > 0; ) {
      const rows = waiting;
      waiting = [];
      try {
        await recordEvents(db, rows);
        failed = false;
      } catch (error) {
        if (!failed) report("warning", "Progress of jobs could not be told; trying again.", error);
        if (stopping.signal.aborted) break;
        failed = true;
        waiting = [...rows, ...waiting].slice(-MOST_WAITING);
        await pause(AFTER_ERROR_MS, stopping.signal);
      }
    }
    writing = undefined;
  }

  function tellProgress(news: JobNews): void {
    const known = inProgress.get(news.id) ?? {
      toldAt: Number.NEGATIVE_INFINITY,
      latest: undefined,
      timer: undefined,
    };
    inProgress.set(news.id, known);
    known.latest = news;
    known.timer ??= setTimeout(
      () => {
        known.timer = undefined;
        known.toldAt = performance.now();
        if (known.latest) add(known.latest);
      },
      Math.max(0, known.toldAt + PROGRESS_EVERY_MS - performance.now()),
    );
  }

  return {
    tell(news) {
      if (!isFollowed(news.name)) return;
      if (news.state === "active" && news.progress) return tellProgress(news);
      clearTimeout(inProgress.get(news.id)?.timer);
      inProgress.delete(news.id);
      add(news);
    },
    async [Symbol.asyncDispose]() {
      for (const { timer } of inProgress.values()) clearTimeout(timer);
      stopping.abort();
      await writing;
    },
  };
}
