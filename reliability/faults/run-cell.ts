import { setTimeout as sleep } from "node:timers/promises";
import { verdict } from "../verdict.ts";
import type { Answers } from "./answers.ts";
import type { Cell } from "./cell.ts";
import type { Installation } from "./installation.ts";
import { openJournal } from "./journal-writer.ts";
import { judgeAnswers, judgeKept, judgeSaid } from "./judge.ts";
import { startLoad, USER } from "./mixed-load.ts";
import { listenToHealth, type Said } from "./said.ts";
import { entriesMissing } from "./what-was-kept.ts";
import { secondsUntil } from "./within.ts";

const BEFORE_MS = 2_000;
const FAULT_MS = 10_000;
/** Bounds of waiting, in seconds, for answers as usual and for all documents to be completed. */
const [BACK_SECONDS, DONE_SECONDS] = [60, 90];
/** Within which answers have to be as usual again. */
const SOON_SECONDS = 15;

export interface Outcome {
  answers: Answers;
  said: Said;
  backSeconds: number | undefined;
  doneSeconds: number | undefined;
  acknowledged: number;
  kept: boolean;
}

/** Causes a fault under load, ends it, and judges what came of it. */
export async function runCell(it: Installation, name: string, cell: Cell): Promise<Outcome> {
  const where = `${name}: `;
  await using opened = new AsyncDisposableStack();
  const journal = it.journalUrl === undefined ? undefined : opened.use(openJournal(it.journalUrl));
  const load = startLoad(it.users.address, name.replaceAll(/[^a-z]/gi, "").toLowerCase(), journal);
  opened.defer(() => load.stop());
  await sleep(BEFORE_MS);
  const answers = load.count();
  const over = new AbortController();
  const listening = listenToHealth(
    it.programs.map(({ address }) => address),
    over.signal,
  );
  await cell.cause();
  await sleep(FAULT_MS);
  await cell.end();
  over.abort();
  const ended = performance.now();
  const backSeconds = await secondsUntil(() => worksAsUsual(it), BACK_SECONDS);
  await load.stop();
  const { acknowledged } = load;
  const isDone = async () =>
    (await isSettled(it)) && (await entriesMissing(it.users, acknowledged.entries)).length === 0;
  const done = (await secondsUntil(isDone, DONE_SECONDS)) !== undefined;
  const doneSeconds = done ? (performance.now() - ended) / 1000 : undefined;
  const said = await listening;

  judgeAnswers(it, where, answers);
  judgeSaid(where, cell, said, answers);
  verdict(`${where}soon back`, (backSeconds ?? BACK_SECONDS) <= SOON_SECONDS, `${backSeconds?.toFixed(1)} s`);
  const kept = await judgeKept(it, where, load.acknowledged);
  const { documents, datasets, entries } = acknowledged;
  return {
    answers,
    said,
    backSeconds,
    doneSeconds,
    acknowledged: documents.size + datasets.size + entries.length,
    kept,
  };
}

async function worksAsUsual({ users }: Installation): Promise<boolean> {
  const { data: health } = await users.client.GET("/api/v1/health/");
  if (health?.status !== "ok") return false;
  const body = { user_id: USER, text: "Written to see whether it works again." };
  const written = await users.client.POST("/api/v1/documents/", { body });
  const { data: found } = await users.client.POST("/api/v1/search/", {
    body: { user_id: USER, query: "works" },
  });
  return written.response.status === 201 && found?.degraded === false;
}

async function isSettled({ users }: Installation): Promise<boolean> {
  const { data } = await users.client.GET("/api/v1/health/");
  return data !== undefined && data.documents.pending + data.documents.processing === 0;
}
