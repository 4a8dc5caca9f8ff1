/** What the worker of a cross-encoder is told when it starts. */
export interface WorkerSetup {
  modelPath: string;
  padId: number;
  /** Threads of one run. */
  threads: number;
}

/** Pairs of texts for one run: their tokens one after the other. */
export interface BatchRequest {
  id: number;
  ids: Int32Array;
  /** 0 for the query, 1 for the text. */
  types: Int32Array;
  /** Tokens of each pair. */
  lengths: number[];
}

/** Ends the worker once it has done what it was sent before. */
export const STOP = "stop";

export type WorkerReply =
  | { kind: "ready" }
  /** One number a pair, above 0 for a good answer: the model's own scale. */
  | { kind: "logits"; id: number; logits: Float32Array }
  | { kind: "failed"; id: number | undefined; message: string };
