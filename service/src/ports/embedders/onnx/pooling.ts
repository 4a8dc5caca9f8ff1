import { normalize } from "../unit-vector.ts";

/**
 * One unit vector a text from the model's token vectors.
 *
 * @param hidden `[texts, width, dimension]`, padding included
 * @param lengths tokens of each text, without padding
 * @param kept first components that make up the vector; all by default
 * @returns `[texts, kept]`
 */
export function poolAndNormalize(
  hidden: Float32Array,
  lengths: readonly number[],
  width: number,
  pooling: "mean" | "cls" | "last",
  kept?: number,
): Float32Array<ArrayBuffer> {
  const dimension = hidden.length / (lengths.length * width);
  const size = kept ?? dimension;
  const vectors = new Float32Array(lengths.length * size);
  lengths.forEach((length, row) => {
    const first = row * width + (pooling === "last" ? length - 1 : 0);
    const count = pooling === "mean" ? length : 1;
    const vector = vectors.subarray(row * size, (row + 1) * size);
    for (let token = first; token < first + count; token++) {
      const offset = token * dimension;
      for (let i = 0; i < size; i++) vector[i] = (vector[i] ?? 0) + (hidden[offset + i] ?? 0);
    }
    normalize(vector);
  });
  return vectors;
}
