import type { Schemas } from "@qdrant/js-client-rest";
import { CosmicError } from "../../../errors.ts";
import type { SearchFilter } from "../search-index.ts";
import { metadataPairs } from "../sqlite/metadata-pairs.ts";
import { metadataKeyword, type PointKind, wordSequence } from "./payload.ts";

export type Condition = Schemas["FieldCondition"];
export type Filter = { must: Condition[]; must_not?: Condition[] };

export const equals = (key: string, value: string): Condition => ({ key, match: { value } });
export const isAnyOf = (key: string, values: string[]): Condition => ({ key, match: { any: values } });
export const isKind = (kind: PointKind): Condition => equals("kind", kind);

/** @returns undefined where nothing can match */
export function passagesMatching(
  filter: SearchFilter,
  phrases: readonly string[][] = [],
): Filter | undefined {
  const { documentType, metadata = {} } = filter;
  const passages = passagesInReach(filter);
  const dates = dateCondition(filter);
  if (!passages || dates === "never") return undefined;
  const must = [...passages.must, ...dates];
  if (documentType !== undefined) must.push(equals("document_type", documentType.toWellFormed()));
  for (const pair of metadataPairs(metadata)) must.push(equals("metadata", metadataKeyword(pair)));
  for (const phrase of phrases) must.push({ key: "words", match: { phrase: wordSequence(phrase) } });
  return { must };
}

/** All passages of the user, or of everybody: the texts among which words are rare or common. */
export function passagesInReach({ userId }: SearchFilter): Filter | undefined {
  if (userId === undefined) return { must: [isKind("passage")] };
  return userId.isWellFormed() ? { must: [isKind("passage"), equals("user_id", userId)] } : undefined;
}

function dateCondition({ dateFrom, dateTo }: SearchFilter): Condition[] | "never" {
  if (Number.isNaN(dateFrom) || Number.isNaN(dateTo)) {
    throw new CosmicError("invalid_value", "A date of the filter is not a number.");
  }
  // JSON has no infinity.
  if (dateFrom === Number.POSITIVE_INFINITY || dateTo === Number.NEGATIVE_INFINITY) return "never";
  const range = {
    ...(dateFrom !== undefined && Number.isFinite(dateFrom) ? { gte: dateFrom } : {}),
    ...(dateTo !== undefined && Number.isFinite(dateTo) ? { lte: dateTo } : {}),
  };
  return Object.keys(range).length > 0 ? [{ key: "date", range }] : [];
}
