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

function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
