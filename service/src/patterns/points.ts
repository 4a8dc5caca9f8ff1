/** Points of one space, row after row. */
export interface Points {
  readonly count: number;
  readonly dimension: number;
  /** `[count, dimension]` */
  readonly values: Float32Array | Float64Array;
}

/** One row of the points; the memory is shared. */
export function rowOf({ values, dimension }: Points, row: number): Float32Array | Float64Array {
  return values.subarray(row * dimension, (row + 1) * dimension);
}

/** The points with these rows, in this order. */
export function takeRows(points: Points, rows: readonly number[]): Points {
  const values = new Float32Array(rows.length * points.dimension);
  rows.forEach((row, i) => {
    values.set(rowOf(points, row), i * points.dimension);
  });
  return { count: rows.length, dimension: points.dimension, values };
}
