import type { Context } from "../context.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { FusedHit } from "./fuse.ts";

/** Documents asked for at once: a long one has thousands of vectors, of which one is kept. */
const AT_ONCE = 25;

/** The vector of the passage for which each document was found, by document. */
export async function bestVectors(
  { searchIndex }: Context,
  index: LiveIndex,
  hits: readonly FusedHit[],
): Promise<Map<string, Float32Array>> {
  const best = new Map<string, Float32Array>();
  for (let start = 0; start < hits.length; start += AT_ONCE) {
    const ordinals = new Map(
      hits.slice(start, start + AT_ONCE).map(({ documentId, hits }) => {
        const { passage } = hits.semantic ?? hits.keyword ?? {};
        return [documentId, passage?.ordinal ?? 0];
      }),
    );
    for (const passage of await searchIndex.vectors(index.id, [...ordinals.keys()])) {
      if (ordinals.get(passage.documentId) === passage.ordinal) best.set(passage.documentId, passage.vector);
    }
  }
  return best;
}
