import type { SearchMode, SearchRequest } from "@cosmic/contract";
import { scoreRanking } from "../../service/src/experiments/metrics/score-ranking.ts";
import type { MeasuredRow } from "../report/saved-run.ts";
import type { EvaluationSet } from "../sets/evaluation-set.ts";
import { ask } from "./ask.ts";
import type { LoadedCorpus, Report } from "./load-corpus.ts";
import type { MeasuredService } from "./measured-service.ts";

/** As deep as the deepest metric looks. */
const TOP_K = 100;

export interface Asking {
  modes: readonly SearchMode[];
  /** Further fields of every search. */
  fields: Partial<SearchRequest>;
}

/**
 * Asks every query in every mode, one after another.
 *
 * The service keeps the vectors of the last queries. The first mode that asks a query pays for its embedding, so that
 * the modes take turns in being the first.
 */
export async function measureSet(
  service: MeasuredService,
  set: EvaluationSet,
  loaded: LoadedCorpus,
  { modes, fields, signal, report }: Asking & { signal: AbortSignal; report: Report },
): Promise<MeasuredRow[]> {
  const { name, corpus, fingerprint } = set;
  const rows = modes.map(
    (mode): MeasuredRow => ({ set: name, corpus: corpus.name, fingerprint, mode, queries: [] }),
  );
  for (const [i, query] of set.queries.entries()) {
    const first = i % rows.length;
    for (const row of [...rows.slice(first), ...rows.slice(0, first)]) {
      signal.throwIfAborted();
      const answer = await ask(service, loaded, { query: query.text, mode: row.mode, topK: TOP_K, fields });
      const ranked = answer.hits.map(({ id }) => id);
      row.queries.push({
        id: query.id,
        ranked,
        scores: scoreRanking(ranked, query.grades),
        tookMs: answer.tookMs,
        roundTripMs: answer.roundTripMs,
        fresh: row === rows[first],
      });
    }
    report(i + 1, set.queries.length);
  }
  return rows;
}
