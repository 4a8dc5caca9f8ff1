/** Rows of one length, one after the other. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns]` */
  readonly values: Float32Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

export function rowOf({ values, columns }: Matrix, row: number): Float32Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

/** The matrix with these rows, in this order. */
export function takeRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const taken = zeros(rows.length, matrix.columns);
  for (let i = 0; i < rows.length; i++) taken.values.set(rowOf(matrix, rows[i] ?? 0), i * matrix.columns);
  return taken;
}

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = zeros(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned.values[j * rows + i] = values[i * columns + j] ?? 0;
  }
  return turned;
}

const BLOCK = 4;

/**
 * The inner products of every row of `a` with every row of `b`, `[a.rows, b.rows]`: a times b transposed. The one
 * product that training needs; others are made of it with `transposed`, which costs little beside it.
 */
export function innerProducts(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.columns)
    throw new RangeError(`rows of ${a.columns} and of ${b.columns} have no product`);
  const products = zeros(a.rows, b.rows);
  const blockedRows = a.rows - (a.rows % BLOCK);
  const blockedColumns = b.rows - (b.rows % BLOCK);
  for (let i = 0; i < blockedRows; i += BLOCK) {
    for (let j = 0; j < blockedColumns; j += BLOCK) multiplyBlock(a, b, products, i, j);
  }
  for (let i = 0; i < a.rows; i++) {
    for (let j = i < blockedRows ? blockedColumns : 0; j < b.rows; j++)
      products.values[i * b.rows + j] = innerProduct(a, i, b, j);
  }
  return products;
}

function innerProduct(a: Matrix, row: number, b: Matrix, other: number): number {
  const { columns } = a;
  let sum = 0;
  for (let t = 0; t < columns; t++)
    sum += (a.values[row * columns + t] ?? 0) * (b.values[other * columns + t] ?? 0);
  return sum;
}

/** Four rows with four rows: each number that is read from memory is used four times. */
function multiplyBlock(a: Matrix, b: Matrix, products: Matrix, i: number, j: number): void {
  const { columns, values: left } = a;
  const right = b.values;
  const a0 = i * columns;
  const a1 = a0 + columns;
  const a2 = a1 + columns;
  const a3 = a2 + columns;
  const b0 = j * columns;
  const b1 = b0 + columns;
  const b2 = b1 + columns;
  const b3 = b2 + columns;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let t = 0; t < columns; t++) {
    const x0 = left[a0 + t] ?? 0;
    const x1 = left[a1 + t] ?? 0;
    const x2 = left[a2 + t] ?? 0;
    const x3 = left[a3 + t] ?? 0;
    const y0 = right[b0 + t] ?? 0;
    const y1 = right[b1 + t] ?? 0;
    const y2 = right[b2 + t] ?? 0;
    const y3 = right[b3 + t] ?? 0;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  const { values, columns: width } = products;
  const at = i * width + j;
  values.set([s00, s01, s02, s03], at);
  values.set([s10, s11, s12, s13], at + width);
  values.set([s20, s21, s22, s23], at + 2 * width);
  values.set([s30, s31, s32, s33], at + 3 * width);
}
