import { randomUUID } from "node:crypto";
import type { SearchMode, SearchRequest } from "@cosmic/contract";
import { Progress } from "../../service/src/cli/progress.ts";
import { describeMachine } from "../../service/src/machine.ts";
import type { LegDump } from "../lab/leg-dump.ts";
import type { SavedRun } from "../report/saved-run.ts";
import type { Corpus, EvaluationSet } from "../sets/evaluation-set.ts";
import { ask } from "./ask.ts";
import { openBesideIndex } from "./beside-index.ts";
import { collectLegs, DEPTH } from "./collect-legs.ts";
import { describeService } from "./describe-service.ts";
import { type LoadedCorpus, loadCorpus, type Report } from "./load-corpus.ts";
import { type Asking, measureSet } from "./measure-set.ts";
import { type MeasuredService, withMeasuredService } from "./measured-service.ts";
import { removeCorpus } from "./remove-corpus.ts";

export interface EvaluateOptions {
  modes: readonly SearchMode[];
  /** Further fields of every search. */
  search?: Partial<SearchRequest>;
  /** Of a service that runs; without it one is started. */
  url?: string | undefined;
  /** Also both legs of every query. */
  legs?: boolean;
  /** Settings of the service that is started; they stand over the environment. */
  env?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Evaluation {
  run: SavedRun;
  /** Empty unless asked for. */
  legs: LegDump;
}

type Measured = Pick<SavedRun, "corpora" | "rows"> & { legs: LegDump["sets"] };

/**
 * Runs every set through one service over HTTP. Each corpus is embedded once, as documents of a user of its own.
 *
 * @throws CommandError; Interrupted if the signal aborts. What was written to a service that goes on is deleted.
 */
export function evaluate(
  sets: readonly EvaluationSet[],
  { modes, search = {}, url, legs = false, env = {}, signal = new AbortController().signal }: EvaluateOptions,
): Promise<Evaluation> {
  const started = performance.now();
  return withMeasuredService(
    url,
    async (service) => {
      const described = describeService(await service.health(), service.config);
      const {
        corpora,
        rows,
        legs: legSets,
      } = await measureAll(service, sets, { modes, fields: search, legs, signal });
      const measured = new Date().toISOString();
      const run: SavedRun = {
        format: 1,
        measured,
        machine: describeMachine(),
        service: described,
        ...(Object.keys(search).length > 0 && { search }),
        seconds: {
          wall: (performance.now() - started) / 1000,
          serviceCpu: service.cpuSeconds() ?? null,
        },
        corpora,
        rows,
      };
      return { run, legs: { format: 1, measured, service: described, depth: DEPTH, sets: legSets } };
    },
    env,
  );
}

interface Measuring extends Asking {
  legs: boolean;
  signal: AbortSignal;
}

async function measureAll(
  service: MeasuredService,
  sets: readonly EvaluationSet[],
  measuring: Measuring,
): Promise<Measured> {
  const all: Measured = { corpora: [], rows: [], legs: [] };
  const name = `eval-${randomUUID()}`;
  for (const [i, corpus] of [...new Set(sets.map((set) => set.corpus))].entries()) {
    const loaded: LoadedCorpus = { userId: `${name}-${i}`, corpusIds: new Map() };
    try {
      const ofCorpus = sets.filter((set) => set.corpus === corpus);
      const { corpora, rows, legs } = await measureCorpus(service, corpus, ofCorpus, loaded, measuring);
      all.corpora.push(...corpora);
      all.rows.push(...rows);
      all.legs.push(...legs);
    } finally {
      if (service.outlives) await removeCorpus(service, loaded);
    }
  }
  return all;
}

async function measureCorpus(
  service: MeasuredService,
  corpus: Corpus,
  sets: readonly EvaluationSet[],
  loaded: LoadedCorpus,
  { modes, fields, legs, signal }: Measuring,
): Promise<Measured> {
  const measured: Measured = { corpora: [], rows: [], legs: [] };
  const load = (report: Report) => loadCorpus(service, corpus, loaded, { signal, report });
  measured.corpora.push(await withProgress(`${corpus.name}: documents`, load));
  // Brings the vectors of the user into memory, which no later search has to wait for.
  await ask(service, loaded, { query: "the first search of a user", mode: "hybrid", topK: 1 });
  await using beside = legs ? await openBesideIndex(service) : undefined;
  for (const set of sets) {
    const measure = (report: Report) => measureSet(service, set, loaded, { modes, fields, signal, report });
    measured.rows.push(...(await withProgress(`${set.name}: queries`, measure)));
    if (!legs) continue;
    const collect = (report: Report) => collectLegs(service, set, loaded, { beside, signal, report });
    measured.legs.push(await withProgress(`${set.name}: legs of queries`, collect));
  }
  return measured;
}

function withProgress<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
  const progress = new Progress(title, process.stderr);
  return work((done, total) => progress.update(done, total)).finally(() => progress[Symbol.dispose]());
}
