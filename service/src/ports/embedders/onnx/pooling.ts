/**
 * One unit vector a text from the model's token vectors.
 *
 * @param hidden `[texts, width, dimension]`, padding included
 * @param lengths tokens of each text, without padding
 * @returns `[texts, dimension]`
 */
export function poolAndNormalize(
  hidden: Float32Array,
  lengths: readonly number[],
  width: number,
  pooling: "mean" | "cls" | "last",
): Float32Array<ArrayBuffer> {
  const dimension = hidden.length / (lengths.length * width);
  const vectors = new Float32Array(lengths.length * dimension);
  lengths.forEach((length, row) => {
    const first = row * width + (pooling === "last" ? length - 1 : 0);
    const count = pooling === "mean" ? length : 1;
    const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
    for (let token = first; token < first + count; token++) {
      const offset = token * dimension;
      for (let i = 0; i < dimension; i++) vector[i] = (vector[i] ?? 0) + (hidden[offset + i] ?? 0);
    }
    normalize(vector);
  });
  return vectors;
}

function normalize(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length;
}
