import type { SQLOutputValue } from "node:sqlite";
import { bytes } from "./rows.ts";

/** How a vector stands in a row: 32-bit floats, little-endian as on every machine this runs on. */
export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

export function readVector(value: SQLOutputValue | undefined, dimension: number): Float32Array {
  const data = bytes(value);
  if (data.byteLength !== dimension * Float32Array.BYTES_PER_ELEMENT) {
    throw new Error(`a vector of ${dimension} components was expected, ${data.byteLength} bytes found`);
  }
  // Floats need an offset that is a multiple of four, which a copy has.
  const aligned = data.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? data : data.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, dimension);
}
