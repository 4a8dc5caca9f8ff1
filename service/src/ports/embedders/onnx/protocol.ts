/** What an embedding worker is told when it starts. */
export interface WorkerSetup {
  modelPath: string;
  pooling: "mean" | "cls" | "last";
  padId: number;
  /** First components of the model's vectors that are kept; all if undefined. */
  dimension: number | undefined;
}

/** A batch for a worker: the texts' token ids one after the other. */
export interface BatchRequest {
  ids: Int32Array;
  /** Tokens of each text. */
  lengths: number[];
}

/** Ends the worker once it has done what it was sent before. */
export const STOP = "stop";

export type WorkerReply =
  | { kind: "ready"; dimension: number }
  /** One unit vector a text, one after the other. */
  | { kind: "vectors"; vectors: Float32Array }
  | { kind: "failed"; message: string };
