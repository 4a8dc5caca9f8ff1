import { CosmicError } from "../../errors.ts";
import { faultReason } from "../../faults.ts";

/** Longest reason that is kept with a job, in UTF-16 code units. */
const MAX_REASON = 2_000;

/** Why a run failed, as one plain text without a stack, fit to be stored. */
export function failureReason(error: unknown): string {
  return storableText(faultReason(error)).slice(0, MAX_REASON);
}

/** JSON that PostgreSQL takes as jsonb, which refuses NUL and halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "string" ? storableText(part) : part,
  );
}

/** @throws CosmicError `invalid_characters` for what PostgreSQL does not take; no adapter takes it, so that all take the same. */
export function refuseUnstorable(value: unknown): void {
  if (/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i.test(JSON.stringify(value))) {
    throw new CosmicError("invalid_characters", "The job has a NUL or half of a surrogate pair in it.");
  }
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
