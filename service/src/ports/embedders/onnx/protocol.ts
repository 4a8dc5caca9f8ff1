/** What an embedding worker is told when it starts. */
export interface WorkerSetup {
  modelPath: string;
  pooling: "mean" | "cls" | "last";
  padId: number;
  /** First components of the model's vectors that are kept; all if undefined. */
  dimension: number | undefined;
  /** The memory of `BatchClaims`. */
  claims: SharedArrayBuffer;
}

/** A batch for a worker: the texts' token ids one after the other. */
export interface BatchRequest {
  /** Its number, to be claimed before it is begun. */
  batch: number;
  ids: Int32Array;
  /** Tokens of each text. */
  lengths: number[];
}

/** Ends the worker once it has done what it was sent before. */
export const STOP = "stop";

export type WorkerReply =
  | { kind: "ready"; dimension: number }
  /** Instead of that: the model cannot be run at all. */
  | { kind: "unusable"; message: string }
  /** One unit vector a text, one after the other, and the milliseconds that they took. */
  | { kind: "vectors"; batch: number; vectors: Float32Array; ms: number }
  | { kind: "failed"; batch: number; message: string };
