/** Brings a vector to length one, in place. One of zeros stays as it is. */
export function normalize(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length;
}

/** The first components as a vector of length one, as models are trained for that have Matryoshka dimensions. */
export function shortened(vector: Float32Array, dimension: number): Float32Array {
  const short = vector.slice(0, dimension);
  normalize(short);
  return short;
}
