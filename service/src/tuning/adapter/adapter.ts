import { CosmicError } from "../../errors.ts";
import type { Matrix } from "../training/matrix.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

/**
 * What is learned: a linear change of a query's vector, y = x + change · x, brought to unit length again. The change is
 * a whole square matrix, or of low rank the product up · down.
 */
export type Adapter = WholeAdapter | LowRankAdapter;

interface WholeAdapter {
  kind: "whole";
  /** `[dimension, dimension]` */
  change: Matrix;
}

interface LowRankAdapter {
  kind: "low_rank";
  /** `[rank, dimension]` */
  down: Matrix;
  /** `[dimension, rank]` */
  up: Matrix;
}

export function writeAdapter(adapter: Adapter, metadata: Readonly<Record<string, string>>): Buffer {
  const tensors =
    adapter.kind === "whole"
      ? new Map([["change", adapter.change]])
      : new Map([
          ["down", adapter.down],
          ["up", adapter.up],
        ]);
  return writeSafetensors({ tensors, metadata });
}

/**
 * @param dimension of the vectors that it is for
 * @throws CosmicError `damaged_checkpoint`
 */
export function readAdapter(file: Buffer, dimension: number): Adapter {
  const { tensors } = readSafetensors(file);
  const [change, down, up] = ["change", "down", "up"].map((name) => tensors.get(name));
  const whole = tensors.size === 1 && change?.rows === dimension && change.columns === dimension;
  if (whole) return { kind: "whole", change };
  const fits =
    tensors.size === 2 && down?.columns === dimension && up?.rows === dimension && up.columns === down.rows;
  if (fits) return { kind: "low_rank", down, up };
  throw new CosmicError(
    "damaged_checkpoint",
    `This is no adapter for vectors of ${dimension} components: its matrices have other names or shapes.`,
  );
}
