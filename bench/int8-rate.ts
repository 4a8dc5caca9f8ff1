import { InferenceSession } from "onnxruntime-node";
import { onnxFile } from "../service/src/ports/embedders/onnx/onnx-file.ts";
import { median, seconds } from "./report.ts";

/** Tokens of a batch, and the two largest matrices of all-MiniLM-L6-v2: into the feed-forward layer and out of it. */
const TOKENS = 512;
const SHAPES = [
  { from: 384, to: 1536 },
  { from: 1536, to: 384 },
];
const PRODUCTS_A_RUN = 8;
const ROUNDS = 15;

/** Multiplications a token of all-MiniLM-L6-v2 in its matrices: six layers of 4 × 384² + 2 × 384 × 1536. */
export const MULTIPLICATIONS_A_TOKEN = 6 * (4 * 384 ** 2 + 2 * 384 * 1536);

/**
 * What the machine can do at the best: plain int8 matrix products of onnxruntime, one session of one thread a core, all
 * at once as the engine's workers run. Multiplications a second, all cores together.
 */
export async function int8Rate(threads: number): Promise<number> {
  const rates: number[] = [];
  for (const { from, to } of SHAPES) {
    const model = products(from, to);
    const sessions = await Promise.all(
      Array.from({ length: threads }, () =>
        InferenceSession.create(model, { intraOpNumThreads: 1, graphOptimizationLevel: "disabled" }),
      ),
    );
    const times: number[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const time = await seconds(() => Promise.all(sessions.map((session) => session.run({}))));
      // The first round warms up.
      if (round >= 0) times.push(time);
    }
    await Promise.all(sessions.map((session) => session.release()));
    rates.push((threads * PRODUCTS_A_RUN * TOKENS * from * to) / median(times));
  }
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

/** Products of one matrix of activations with several of weights; one row of their sum is all that comes back. */
function products(from: number, to: number): Buffer {
  const names = Array.from({ length: PRODUCTS_A_RUN }, (_, i) => `product${i}`);
  return onnxFile({
    inputs: [],
    output: "row",
    initializers: [
      { name: "activations", dims: [TOKENS, from], data: new Uint8Array(TOKENS * from).fill(129) },
      { name: "weights", dims: [from, to], data: new Int8Array(from * to).fill(3) },
      { name: "first", dims: [1], data: BigInt64Array.of(0n) },
      { name: "second", dims: [1], data: BigInt64Array.of(1n) },
    ],
    nodes: [
      ...names.flatMap((name) => [
        { type: "MatMulInteger", inputs: ["activations", "weights"], output: name },
        { type: "Slice", inputs: [name, "first", "second"], output: `${name}.row` },
        { type: "Cast", inputs: [`${name}.row`], output: `${name}.float`, integers: { to: 1 } },
      ]),
      { type: "Sum", inputs: names.map((name) => `${name}.float`), output: "row" },
    ],
  });
}
