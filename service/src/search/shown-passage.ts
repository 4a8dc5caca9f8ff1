import type { DocumentHit } from "../ports/search-index/search-index.ts";
import type { FusedHit } from "./fuse.ts";

/** The passage of the leg that ranked the document higher. */
export function shownPassage({ hits, ranks }: FusedHit): DocumentHit["passage"] | undefined {
  const { semantic, keyword } = hits;
  if (!semantic || !keyword) return (semantic ?? keyword)?.passage;
  return (ranks.keyword ?? 0) < (ranks.semantic ?? 0) ? keyword.passage : semantic.passage;
}
