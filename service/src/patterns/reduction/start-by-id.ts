import { hash } from "../hash.ts";
import type { Points } from "../points.ts";
import { mulberry32 } from "../seeded-random.ts";

/**
 * Places drawn by chance, but for the same document the same in every run of a seed: so documents that are added
 * change less of what is found about the others.
 *
 * @returns `[ids, components]` within -1 to 1
 */
export function startById(ids: readonly string[], components: number, seed: number): Points {
  const values = new Float64Array(ids.length * components);
  for (const [row, id] of ids.entries()) {
    const random = mulberry32(hash(`${seed} ${id}`));
    for (let i = 0; i < components; i++) values[row * components + i] = 2 * random() - 1;
  }
  return { count: ids.length, dimension: components, values };
}
