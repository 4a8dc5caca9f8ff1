import type { Matrix } from "../training/matrix.ts";

/**
 * What is learned: a linear change of a vector, y = x + change · x, brought to unit length again. The change is a whole
 * square matrix, or of low rank the product up · down.
 */
export type Adapter = WholeAdapter | LowRankAdapter;

export interface WholeAdapter {
  kind: "whole";
  /** `[dimension, dimension]` */
  change: Matrix;
}

export interface LowRankAdapter {
  kind: "low_rank";
  /** `[rank, dimension]` */
  down: Matrix;
  /** `[dimension, rank]` */
  up: Matrix;
}

export const dimensionOf = (adapter: Adapter) =>
  adapter.kind === "whole" ? adapter.change.columns : adapter.down.columns;
