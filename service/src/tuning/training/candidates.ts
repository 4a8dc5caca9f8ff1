import { innerProducts } from "./inner-products.ts";
import { type Matrix, rowOf, takeRows } from "./matrix.ts";
import { shuffled } from "./shuffled.ts";
import { type Answers, type Pair, passagesOf, type TrainingSet } from "./training-set.ts";

/** Queries that are compared with all candidates at once. */
const CHUNK = 256;

/** For each pair the passage of its document that is nearest to its query: the one by which it would be found. */
export function nearestPassages(set: TrainingSet, queries: Matrix, pairs: readonly Pair[]): Int32Array {
  return Int32Array.from(pairs, ({ document }, i) => {
    const query = rowOf(queries, i);
    const { first, end } = passagesOf(set, document);
    let nearest = first;
    let highest = Number.NEGATIVE_INFINITY;
    for (let passage = first; passage < end; passage++) {
      const score = innerProduct(query, rowOf(set.passages, passage));
      if (score <= highest) continue;
      highest = score;
      nearest = passage;
    }
    return nearest;
  });
}

/** At most so many passages, drawn by chance. */
export function samplePassages(passages: ArrayLike<number>, most: number, random: () => number): Int32Array {
  const all = Array.from(passages);
  return Int32Array.from(all.length <= most ? all : shuffled(all, random).slice(0, most));
}

/**
 * For each pair the passages among the pool that are nearest to its query although their documents do not answer it.
 *
 * @returns rows of `set.passages`, `[pairs][count]` or fewer
 */
export function hardNegatives(
  set: TrainingSet,
  answers: Answers,
  queries: Matrix,
  pairs: readonly Pair[],
  pool: Int32Array,
  count: number,
): Int32Array[] {
  if (count === 0) return pairs.map(() => new Int32Array());
  const candidates = takeRows(set.passages, pool);
  const found: Int32Array[] = [];
  for (let start = 0; start < pairs.length; start += CHUNK) {
    const rows = Int32Array.from({ length: Math.min(CHUNK, pairs.length - start) }, (_, i) => start + i);
    const scores = innerProducts(takeRows(queries, rows), candidates);
    for (let i = 0; i < rows.length; i++) {
      const own = answers.of(pairs[start + i]?.query ?? -1);
      const wrong = (candidate: number) => !own.has(answers.documentOf[pool[candidate] ?? 0] ?? -1);
      found.push(highest(rowOf(scores, i), wrong, count).map((candidate) => pool[candidate] ?? 0));
    }
  }
  return found;
}

/** Places of the highest scores, best first. */
function highest(scores: Float32Array, admitted: (place: number) => boolean, count: number): Int32Array {
  const best: { place: number; score: number }[] = [];
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place] ?? 0;
    const last = best.at(-1);
    if (best.length >= count && last && score <= last.score) continue;
    if (!admitted(place)) continue;
    if (best.length >= count) best.pop();
    const at = best.findIndex((it) => it.score < score);
    best.splice(at === -1 ? best.length : at, 0, { place, score });
  }
  return Int32Array.from(best, ({ place }) => place);
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
