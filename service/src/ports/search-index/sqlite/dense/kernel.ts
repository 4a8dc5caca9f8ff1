import { readFileSync } from "node:fs";

/** A function of `cosines.wat`, on one memory. Addresses and `stride` are in bytes. */
export type Kernel = (rows: number, count: number, stride: number, query: number, scores: number) => void;

export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Bytes by which a `KernelMemory` is counted. */
export const PAGE_BYTES = 65_536;

/** The kernel wants rows padded to this. */
const PADDED_TO_BYTES = 64;

/** Bytes from one row to the next. */
export function strideOf(dimension: number): number {
  return Math.ceil((dimension * Float32Array.BYTES_PER_ELEMENT) / PADDED_TO_BYTES) * PADDED_TO_BYTES;
}

// The types of WebAssembly come with those of the browser, which this program is not for.
declare const WebAssembly: {
  Memory: new (limits: { initial: number; maximum: number }) => KernelMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

export interface Kernels {
  /** Of unit vectors: cut to -1 and 1. */
  cosines: Kernel;
  innerProducts: Kernel;
  memory: KernelMemory;
}

export function createKernels(maximumPages: number): Kernels {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages });
  const module = new WebAssembly.Module(readFileSync(new URL("./cosines.wasm", import.meta.url)));
  const { exports } = new WebAssembly.Instance(module, { dense: { memory } });
  const { cosines, innerProducts } = exports;
  if (!isKernel(cosines) || !isKernel(innerProducts))
    throw new Error("cosines.wasm is not made of cosines.wat");
  return { cosines, innerProducts, memory };
}

function isKernel(exported: unknown): exported is Kernel {
  return typeof exported === "function";
}
