import { setTimeout as sleep } from "node:timers/promises";
import { judgeNothingLost } from "../nothing-lost.ts";
import { verdict } from "../verdict.ts";
import type { Answers } from "./answers.ts";
import type { Installation } from "./installation.ts";
import { openJournal } from "./journal-writer.ts";
import type { Cell } from "./matrix.ts";
import { startLoad, USER } from "./mixed-load.ts";
import { listenToHealth, type Said } from "./said.ts";
import { datasetsLost, entriesMissing, notFound } from "./what-was-kept.ts";
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
  const noticed = answers.byWordsOnly > 0 || answers.count((status) => status < 200 || status >= 300) > 0;
  if (noticed) judgeSaid(where, cell, said);
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

function judgeAnswers({ programs }: Installation, where: string, { untyped }: Answers): void {
  const holds = verdict(
    `${where}every answer says what is wrong`,
    untyped.length === 0,
    `${untyped.length} do not`,
  );
  if (holds) return;
  for (const each of untyped.slice(0, 3)) {
    console.log(`  ${each.slice(0, 500)}`);
    const id = /"request_id":"([^"]+)"/.exec(each)?.[1];
    if (id === undefined) continue;
    for (const { log } of programs)
      for (const line of log().split("\n")) if (line.includes(id)) console.log(`  ${line.slice(0, 2000)}`);
  }
}

function judgeSaid(where: string, { failing, notReady }: Cell, said: Said): void {
  const wanted = [
    ...(failing === undefined || said.failing.has(failing) ? [] : [failing]),
    ...(notReady === undefined || said.notReady.has(notReady) ? [] : [notReady]),
  ];
  const heard = [...said.failing, ...said.notReady].join(", ") || "nothing";
  if (failing ?? notReady) verdict(`${where}health/ and readyz name it`, wanted.length === 0, heard);
}

async function judgeKept(
  it: Installation,
  where: string,
  { documents, datasets, entries }: ReturnType<typeof startLoad>["acknowledged"],
): Promise<boolean> {
  const lacking = await notFound(it.users, documents);
  const missing = await entriesMissing(it.users, entries);
  const lost = await datasetsLost(it, datasets);
  const verdicts = [
    await judgeNothingLost(it.users, [...documents.values()], where),
    verdict(`${where}documents are found`, lacking.length === 0, `${lacking.length} are not`),
    verdict(`${where}datasets are whole`, lost.length === 0, `${lost.length} of ${datasets.size} are not`),
    verdict(
      `${where}entries came over`,
      missing.length === 0,
      `${missing.length} of ${entries.length} did not`,
    ),
  ];
  return verdicts.every((holds) => holds);
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
