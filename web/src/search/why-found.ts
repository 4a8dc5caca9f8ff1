import type { SearchHit } from "@cosmic/contract/search";

/** Why a hit is one, in words of the reader. */
export function whyFound({ matched_by, highlights }: Pick<SearchHit, "matched_by" | "highlights">): string {
  const words = matched_by.includes("keyword");
  if (!matched_by.includes("semantic")) return "has your words";
  if (!words) return "close in meaning";
  return highlights.some(({ kind }) => kind === "word")
    ? "close in meaning, with your words"
    : "close in meaning and in words";
}
