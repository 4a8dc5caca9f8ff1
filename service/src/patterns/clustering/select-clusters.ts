import { type CondensedTree, clusterAt } from "./condensed-tree.ts";

/** `eom`: the flat choice with the largest excess of mass. `leaf`: the clusters that split no further. */
export type Selection = "eom" | "leaf";

/**
 * Clusters of the tree of which none lies within another, in the order of the tree. The root is never one of them.
 *
 * @param maxSize a larger cluster is always split (`eom`)
 */
export function selectClusters(
  { clusters }: CondensedTree,
  selection: Selection,
  maxSize = Number.POSITIVE_INFINITY,
): number[] {
  const chosen = new Array<boolean>(clusters.length).fill(false);
  const mass = clusters.map(({ stability }) => stability);
  // Children stand behind their parents: from the end they come first.
  for (let at = clusters.length - 1; at > 0; at--) {
    const { children, size } = clusterAt(clusters, at);
    const below = children.reduce((sum, child) => sum + (mass[child] ?? 0), 0);
    const splits = selection === "leaf" ? children.length > 0 : below > (mass[at] ?? 0) || size > maxSize;
    if (children.length > 0 && splits) mass[at] = below;
    else if (size <= maxSize) chosen[at] = true;
  }
  return outermost({ clusters }, chosen);
}

/** A chosen cluster stands for all within it. */
function outermost({ clusters }: Pick<CondensedTree, "clusters">, chosen: readonly boolean[]): number[] {
  const found: number[] = [];
  const open = [...clusterAt(clusters, 0).children];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (chosen[at]) found.push(at);
    else open.push(...clusterAt(clusters, at).children);
  }
  return found.sort((a, b) => a - b);
}
