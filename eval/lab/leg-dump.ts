import { nullable } from "@cosmic/contract";
import { type Static, Type } from "typebox";
import { checker } from "../../service/src/http/validation.ts";
import { readJsonFile } from "../report/json-file.ts";
import { MeasuredBy } from "../report/saved-run.ts";

const SemanticHit = Type.Object({ id: Type.String(), cosine: Type.Number() });

const KeywordHit = Type.Object({
  id: Type.String(),
  cosine: Type.Number(),
  /** Null where the index could not be asked: the service was started by others. */
  bm25: nullable(Type.Number()),
});

/** Parts of the keyword leg that can be taken away. */
export const LEXICAL_PARTS = ["pairs", "exact"] as const;
export type LexicalPart = (typeof LEXICAL_PARTS)[number];

const AblatedLeg = Type.Array(Type.Object({ id: Type.String(), bm25: Type.Number() }));

/** What both legs found for one query, best first. */
export const QueryLegs = Type.Object({
  id: Type.String(),
  text: Type.String(),
  /** Of the documents that answer it, above 0. */
  grades: Type.Record(Type.String(), Type.Number()),
  semantic: Type.Array(SemanticHit),
  keyword: Type.Array(KeywordHit),
  /** What the keyword leg finds with a part of it off. */
  without: Type.Optional(Type.Object({ pairs: Type.Optional(AblatedLeg), exact: Type.Optional(AblatedLeg) })),
});
export type QueryLegs = Static<typeof QueryLegs>;

export const SetLegs = Type.Object({
  set: Type.String(),
  fingerprint: Type.String(),
  queries: Type.Array(QueryLegs, { minItems: 1 }),
});
export type SetLegs = Static<typeof SetLegs>;

/** Both legs of every query of a run, as `--legs` saves them. */
export const LegDump = Type.Object({
  format: Type.Literal(1),
  /** RFC 3339, in UTC. */
  measured: Type.String(),
  service: MeasuredBy,
  /** Documents of a leg at the most. */
  depth: Type.Integer(),
  sets: Type.Array(SetLegs, { minItems: 1 }),
});
export type LegDump = Static<typeof LegDump>;

/** @throws CommandError if the file is no such dump */
export const readLegDump = (file: string) => readJsonFile(file, checker(LegDump), "a dump of both legs");
