import { nullable, SEARCH_MODES } from "@cosmic/contract";
import { type Static, Type } from "typebox";
import { Scores } from "../../service/src/experiments/metrics/score-ranking.ts";

export const MeasuredQuery = Type.Object({
  id: Type.String(),
  /** Ids of the corpus, best first, 100 at the most. */
  ranked: Type.Array(Type.String()),
  scores: Scores,
  /** Milliseconds, as the service says. */
  tookMs: Type.Number(),
  /** Milliseconds from the request to the parsed answer. */
  roundTripMs: Type.Number(),
  /** The service had not embedded this query before: its times are those a user would see. */
  fresh: Type.Boolean(),
});
export type MeasuredQuery = Static<typeof MeasuredQuery>;

/** One set in one mode. */
export const MeasuredRow = Type.Object({
  set: Type.String(),
  corpus: Type.String(),
  fingerprint: Type.String(),
  mode: Type.Enum([...SEARCH_MODES]),
  queries: Type.Array(MeasuredQuery, { minItems: 1 }),
});
export type MeasuredRow = Static<typeof MeasuredRow>;

export const MeasuredCorpus = Type.Object({
  name: Type.String(),
  documents: Type.Integer(),
  passages: Type.Integer(),
  /** Ids of documents that the service did not take, so that no search can find them. */
  refused: Type.Array(Type.String()),
  /** From the first request until the last document is completed. */
  seconds: Type.Number(),
});
export type MeasuredCorpus = Static<typeof MeasuredCorpus>;

/** What answered, in its own words. */
export const MeasuredBy = Type.Object({
  version: Type.String(),
  index: Type.Object({ id: Type.String(), model: Type.String() }),
  dependencies: Type.Array(
    Type.Object({ name: Type.String(), kind: Type.String(), version: Type.Optional(Type.String()) }),
  ),
  /** Null where it was started by others. */
  settings: nullable(
    Type.Object({
      passageTokens: Type.Integer(),
      passageOverlap: Type.Integer(),
      embedTitle: Type.Boolean(),
      maxTokens: Type.Integer(),
      workers: Type.Integer(),
    }),
  ),
});
export type MeasuredBy = Static<typeof MeasuredBy>;

/** A run as `--json` saves it. */
export const SavedRun = Type.Object({
  format: Type.Literal(1),
  /** RFC 3339, in UTC. */
  measured: Type.String(),
  machine: Type.Object({ cores: Type.Integer(), cpu: Type.String(), node: Type.String() }),
  service: MeasuredBy,
  /** Fields of every search beside query, user, mode and `top_k`. */
  search: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  /** Wall clock, and CPU time of the service where it can be told. */
  seconds: Type.Object({ wall: Type.Number(), serviceCpu: nullable(Type.Number()) }),
  corpora: Type.Array(MeasuredCorpus),
  rows: Type.Array(MeasuredRow),
});
export type SavedRun = Static<typeof SavedRun>;
