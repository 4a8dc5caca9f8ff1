import { ApiFault } from "../../../outgoing/json-api.ts";
import { normalize } from "../unit-vector.ts";

/**
 * Vectors of unit length from what an API answered.
 *
 * @param dimension that every vector must have; without it, that they all must have the same
 * @throws ApiFault `wrong`
 */
export function unitVectors(
  vectors: readonly unknown[],
  count: number,
  dimension: number | undefined,
): Float32Array[] {
  if (vectors.length !== count)
    throw new ApiFault("wrong", `gave ${vectors.length} vectors for ${count} texts`);
  const [first] = vectors;
  const wanted = dimension ?? (Array.isArray(first) ? first.length : 0);
  return vectors.map((components) => unitVector(components, wanted));
}

function unitVector(components: unknown, dimension: number): Float32Array {
  if (!Array.isArray(components)) throw new ApiFault("wrong", "left out the vector of a text");
  if (components.length !== dimension || dimension === 0)
    throw new ApiFault("wrong", `gave a vector of ${components.length} components instead of ${dimension}`);
  const vector = new Float32Array(dimension);
  let isZero = true;
  for (let i = 0; i < dimension; i++) {
    const value: unknown = components[i];
    if (typeof value !== "number" || !Number.isFinite(Math.fround(value)))
      throw new ApiFault("wrong", "gave a vector with a component that is no number");
    if (value !== 0) isZero = false;
    vector[i] = value;
  }
  if (isZero) throw new ApiFault("wrong", "gave a vector of zeros");
  normalize(vector);
  return vector;
}
