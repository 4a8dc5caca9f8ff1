import { customType } from "drizzle-orm/pg-core";

/** A column of vectors: 32-bit floats, one behind the other, the lowest byte first. */
export const vector = customType<{ data: Float32Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  toDriver: toBytes,
  fromDriver(bytes) {
    // Copied, because what a driver hands out may lie anywhere in a larger buffer.
    return new Float32Array(Uint8Array.from(bytes).buffer);
  },
});

export function toBytes(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
