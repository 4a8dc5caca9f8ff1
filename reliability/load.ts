import { setTimeout as sleep } from "node:timers/promises";
import { report, round } from "../bench/report.ts";
import { load, withService } from "../bench/running-service.ts";
import { makeTexts } from "../bench/texts.ts";
import { percentile } from "../service/src/experiments/metrics/percentile.ts";
import type { ChildService } from "../service/tests/flows/child-service.ts";
import { verdict } from "./verdict.ts";

const DOCUMENTS = 10_000;
const USERS = 100;
const SEARCHERS = 200;
/** More than can be answered, and for how long, in seconds. */
const [CROWD, CROWD_SECONDS] = [2_000, 20];
const RECOVERED_MS = 100;
const RECOVERY_SECONDS = 5;
/** How much slower the slowest searcher may be served than the middle one. */
const FAIR = 2;

interface Seen {
  times: number[];
  statuses: Map<number, number>;
}

/** 200 searchers at once for some minutes, then ten times as many, and how soon one alone is served well again. */
export async function searchUnderLoad(seconds: number): Promise<void> {
  await withService(async (service) => {
    const documents = makeTexts(DOCUMENTS, 17.6).map((text, i) => ({ user_id: `user-${i % USERS}`, text }));
    await load(service, documents);
    await service.settled();
    const queries = makeTexts(20_000, 10, 7);
    const steady = await crowd(service, queries, SEARCHERS, seconds);
    const refused = countOf(steady, (status) => status !== 200);
    const perSearcher = steady.map(({ times }) => times.length).sort((a, b) => a - b);
    const overload = await crowd(service, queries, CROWD, CROWD_SECONDS);
    const recovery = await secondsToRecover(service, queries);
    report("load", [
      rowOf(`${SEARCHERS} searchers, ${seconds} s`, steady, seconds),
      rowOf(`${CROWD} searchers, ${CROWD_SECONDS} s`, overload, CROWD_SECONDS),
    ]);
    verdict(`${SEARCHERS} searchers get no error`, refused === 0, `${refused} errors`);
    const share = (perSearcher.at(-1) ?? 0) / Math.max(1, perSearcher[0] ?? 0);
    verdict(
      "all are served alike",
      share <= FAIR,
      `the luckiest got ${share.toFixed(2)} times as many answers as the unluckiest`,
    );
    const wrong = countOf(overload, (status) => ![200, 429, 503].includes(status));
    verdict("too many are answered, or refused with 429 or 503", wrong === 0, `${wrong} other answers`);
    verdict("one alone is soon served well again", recovery <= RECOVERY_SECONDS, `${recovery.toFixed(1)} s`);
  });
}

async function crowd(
  service: ChildService,
  queries: readonly string[],
  size: number,
  seconds: number,
): Promise<Seen[]> {
  const end = performance.now() + seconds * 1000;
  return Promise.all(
    Array.from({ length: size }, async (_, searcher) => {
      const seen: Seen = { times: [], statuses: new Map() };
      for (let round = 0; performance.now() < end; round++) {
        const query = queries[(searcher * 97 + round) % queries.length] ?? "";
        const started = performance.now();
        const status = await search(service, query, searcher);
        if (status === 200) seen.times.push(performance.now() - started);
        // As clients do that are told to come back later.
        else await sleep(1000);
        seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
      }
      return seen;
    }),
  );
}

/** @returns the status, or 0 if there was no answer */
async function search({ request }: ChildService, query: string, searcher: number): Promise<number> {
  try {
    const body = JSON.stringify({ query, user_id: `user-${searcher % USERS}`, top_k: 10 });
    const answer = await request("POST", "/api/v1/search/", body);
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

async function secondsToRecover(service: ChildService, queries: readonly string[]): Promise<number> {
  const began = performance.now();
  for (let round = 0; ; round++) {
    const started = performance.now();
    const status = await search(service, queries[round] ?? "", round);
    const now = performance.now();
    if ((status === 200 && now - started < RECOVERED_MS) || now - began > 60_000) return (now - began) / 1000;
  }
}

const countOf = (all: readonly Seen[], wanted: (status: number) => boolean) =>
  all.reduce(
    (sum, { statuses }) =>
      sum + [...statuses].reduce((of, [status, count]) => of + (wanted(status) ? count : 0), 0),
    0,
  );

function rowOf(what: string, all: readonly Seen[], seconds: number) {
  const times = all.flatMap(({ times }) => times);
  return {
    what,
    "searches/s": round(times.length / seconds, 0),
    "p50 ms": round(percentile(times, 0.5), 0),
    "p99 ms": round(percentile(times, 0.99), 0),
    "429": countOf(all, (status) => status === 429),
    "503": countOf(all, (status) => status === 503),
    other: countOf(all, (status) => ![200, 429, 503].includes(status)),
  };
}
