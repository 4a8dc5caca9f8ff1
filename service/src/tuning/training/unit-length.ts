import { type Matrix, zeros } from "./matrix.ts";

/** Rows brought to unit length, and the lengths that they had. */
export function toUnitLength(matrix: Matrix): { units: Matrix; lengths: Float64Array } {
  const { rows, columns, values } = matrix;
  const units = zeros(rows, columns);
  const lengths = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    let sum = 0;
    for (let i = at; i < at + columns; i++) sum += (values[i] ?? 0) ** 2;
    // A vector of no length has no direction either, and stays as it is.
    const length = Math.sqrt(sum) || 1;
    lengths[row] = length;
    for (let i = at; i < at + columns; i++) units.values[i] = (values[i] ?? 0) / length;
  }
  return { units, lengths };
}

/** The gradient by the rows before, from that by the rows of unit length. */
export function throughUnitLength(gradient: Matrix, units: Matrix, lengths: Float64Array): Matrix {
  const { rows, columns } = units;
  const before = zeros(rows, columns);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    let along = 0;
    for (let i = at; i < at + columns; i++) along += (gradient.values[i] ?? 0) * (units.values[i] ?? 0);
    for (let i = at; i < at + columns; i++)
      before.values[i] = ((gradient.values[i] ?? 0) - along * (units.values[i] ?? 0)) / (lengths[row] ?? 1);
  }
  return before;
}
