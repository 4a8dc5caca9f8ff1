import { type Static, Type } from "typebox";
import { CosmicError } from "../../errors.ts";
import { checker } from "../../http/validation.ts";
import { rank } from "../../search/rank.ts";
import type { Query } from "../datasets/judgements.ts";
import { meanStatistic } from "../metrics/bootstrap.ts";
import { METRICS, Scores, scoreRanking } from "../metrics/score-ranking.ts";
import { fillScratchIndex } from "../scratch-index.ts";
import { defineKind, type Figure, type Measured, type Measuring } from "./kind.ts";
import { chooseRows } from "./read-sample.ts";
import { openSearchedSet, type SearchedSet } from "./searched-set.ts";

/** Documents of a ranking that the metrics look at. */
const DEPTH = 100;

const RankedQuery = Type.Object({
  id: Type.String(),
  scores: Scores,
  /** Ids of documents, best first. */
  ranked: Type.Array(Type.String()),
  /** Those that answer the query, with their grades. */
  answers: Type.Record(Type.String(), Type.Number()),
});
type RankedQuery = Static<typeof RankedQuery>;

const figures = METRICS.map(
  (name): Figure<RankedQuery> => ({
    name,
    better: "higher",
    of: (queries) => meanStatistic(queries.map(({ scores }) => scores[name])),
  }),
);

/** Are the right documents found? Searched as users' documents are, in an index of its own. */
export const retrieval = defineKind<RankedQuery>({
  checkItem: checker(RankedQuery),
  figures,
  comparable: true,
  async measure(measuring) {
    const set = await openSearchedSet(measuring);
    const began = performance.now();
    const index = await fillScratchIndex(measuring, set);
    const filled = performance.now();
    const items = await askAll({ ...measuring, index }, set);
    const seconds = { prepare: (filled - began) / 1000, measure: (performance.now() - filled) / 1000 };
    return { items, seconds };
  },
});

async function askAll(measuring: Measuring, set: SearchedSet): Promise<Measured<RankedQuery>["items"]> {
  const { sample, seed, topK } = measuring.experiment;
  const judged = await set.queries();
  const queries = chooseRows(judged, sample ?? judged.length, seed);
  const items: RankedQuery[] = [];
  for (const query of queries) {
    measuring.signal.throwIfAborted();
    const ranked = await ask(measuring, set, query);
    items.push({
      id: query.id,
      scores: scoreRanking(ranked, query.grades),
      ranked: ranked.slice(0, topK ?? DEPTH),
      answers: Object.fromEntries(query.grades),
    });
    await measuring.progress(items.length, queries.length, "asking");
  }
  return items;
}

async function ask({ context, experiment, index }: Measuring, set: SearchedSet, query: Query) {
  const { hits, degraded } = await rank(context, index, {
    query: query.text,
    user_id: set.userId,
    mode: experiment.mode ?? "hybrid",
    top_k: DEPTH,
  });
  if (degraded) {
    const message = "A query could not be embedded, so nothing of this run would be true.";
    throw new CosmicError("embedder_unavailable", message, { retryAfter: 5 });
  }
  return hits.map(({ documentId }) => set.nameOf(documentId));
}
