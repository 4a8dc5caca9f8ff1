import { mulberry32 } from "../../patterns/seeded-random.ts";
import { shuffled } from "./shuffled.ts";
import type { Pair } from "./training-set.ts";

/** Pairs in three parts that share neither a query nor a document. */
export interface Split {
  training: Pair[];
  /** Says when to stop. */
  validation: Pair[];
  /** Says whether anything was gained; nothing else looks at them. */
  test: Pair[];
}

/** Of what is held out this much says when to stop, the rest is the test. */
const VALIDATION_SHARE = 1 / 3;
/** More would make the numbers no better, only later. */
const MOST_HELD_OUT = 3_000;

/** Draws pairs for each part. What shares a query or a document, directly or through others, stays together. */
export function splitPairs(pairs: readonly Pair[], heldOutShare: number, seed: number): Split {
  const heldOut = Math.min(Math.round(pairs.length * heldOutShare), MOST_HELD_OUT);
  const validation = Math.round(heldOut * VALIDATION_SHARE);
  const split: Split = { training: [], validation: [], test: [] };
  for (const group of shuffled(groupsOf(pairs), mulberry32(seed))) {
    // A group that is too large for what is held out would leave nothing to learn from.
    const room = {
      test: heldOut - validation - split.test.length,
      validation: validation - split.validation.length,
    };
    if (group.length <= room.test) split.test.push(...group);
    else if (group.length <= room.validation) split.validation.push(...group);
    else split.training.push(...group);
  }
  return split;
}

/** Connected pairs, by union-find over queries and documents. */
export function groupsOf(pairs: readonly Pair[]): Pair[][] {
  const parents = new Map<string, string>();
  const rootOf = (node: string): string => {
    let root = node;
    for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root))
      root = parent;
    parents.set(node, root);
    return root;
  };
  for (const { query, document } of pairs) parents.set(rootOf(`q${query}`), rootOf(`d${document}`));
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const root = rootOf(`q${pair.query}`);
    const group = groups.get(root);
    if (group) group.push(pair);
    else groups.set(root, [pair]);
  }
  return [...groups.values()];
}
