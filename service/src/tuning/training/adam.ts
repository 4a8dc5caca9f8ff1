import type { Matrix } from "./matrix.ts";

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** AdamW (Kingma & Ba 2015; Loshchilov & Hutter 2019): the decay pulls the parameters towards zero. */
export class Adam {
  readonly #parameters: readonly Matrix[];
  readonly #decay: number;
  readonly #means: Float32Array[];
  readonly #squares: Float32Array[];
  #steps = 0;

  constructor(parameters: readonly Matrix[], decay: number) {
    this.#parameters = parameters;
    this.#decay = decay;
    this.#means = parameters.map(({ values }) => new Float32Array(values.length));
    this.#squares = parameters.map(({ values }) => new Float32Array(values.length));
  }

  /** Moves the parameters against the gradients, in place. */
  step(gradients: readonly Matrix[], learningRate: number): void {
    this.#steps++;
    const unbias = Math.sqrt(1 - BETA2 ** this.#steps) / (1 - BETA1 ** this.#steps);
    for (const [which, { values }] of this.#parameters.entries()) {
      const gradient = gradients[which]?.values;
      const means = this.#means[which];
      const squares = this.#squares[which];
      if (!gradient || !means || !squares) throw new RangeError("a gradient is missing");
      for (let i = 0; i < values.length; i++) {
        const slope = gradient[i] ?? 0;
        const mean = BETA1 * (means[i] ?? 0) + (1 - BETA1) * slope;
        const square = BETA2 * (squares[i] ?? 0) + (1 - BETA2) * slope * slope;
        means[i] = mean;
        squares[i] = square;
        const value = values[i] ?? 0;
        const move = (unbias * mean) / (Math.sqrt(square) + EPSILON) + this.#decay * value;
        values[i] = value - learningRate * move;
      }
    }
  }
}
