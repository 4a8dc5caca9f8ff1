import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../patterns/seeded-random.ts";
import type { Adapter } from "../adapter/adapter.ts";
import { infoNce, infoNceLoss } from "./info-nce.ts";
import { backward, forward, newAdapter, parametersOf } from "./linear.ts";
import { madeUpVectors } from "./made-up-pairs.ts";
import { throughUnitLength, toUnitLength } from "./unit-length.ts";

const random = mulberry32(7);
const queries = madeUpVectors(6, 8, random);
const candidates = madeUpVectors(11, 8, random);
const right = [0, 1, 2, 3, 4, 5];
const TEMPERATURE = 0.2;
/** The seventh candidate answers the third query too. */
const ignored = (query: number, candidate: number) => query === 2 && candidate === 6;

const lossOf = (adapter: Adapter) =>
  infoNceLoss(toUnitLength(forward(adapter, queries)).units, candidates, right, ignored, TEMPERATURE);

describe.each([undefined, 3])("the gradient, with rank %s", (rank) => {
  it("is that of finite differences", () => {
    const adapter = newAdapter(8, rank, 1);
    for (const { values } of parametersOf(adapter)) {
      for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + random() - 0.5;
    }
    const { units, lengths } = toUnitLength(forward(adapter, queries));
    const { gradient } = infoNce(units, candidates, right, ignored, TEMPERATURE);
    const gradients = backward(adapter, queries, throughUnitLength(gradient, units, lengths));
    const step = 1e-2;
    for (const [which, { values }] of parametersOf(adapter).entries()) {
      for (let i = 0; i < values.length; i++) {
        const value = values[i] ?? 0;
        values[i] = value + step;
        const above = lossOf(adapter);
        values[i] = value - step;
        const below = lossOf(adapter);
        values[i] = value;
        expect(gradients[which]?.values[i]).toBeCloseTo((above - below) / (2 * step), 3);
      }
    }
  });
});

it("is the loss of a softmax over the cosines", () => {
  const [one, other] = [
    { rows: 1, columns: 2, values: Float32Array.of(1, 0) },
    { rows: 2, columns: 2, values: Float32Array.of(0.6, 0.8, 0, 1) },
  ];
  // Cosines 0.6 and 0: log(1 + exp(-0.6 / 0.5)).
  expect(infoNceLoss(one, other, [0], () => false, 0.5)).toBeCloseTo(Math.log(1 + Math.exp(-1.2)), 6);
});

it("does not hold against a query what answers it too", () => {
  const all = infoNceLoss(queries, candidates, right, () => false, TEMPERATURE);
  expect(infoNceLoss(queries, candidates, right, ignored, TEMPERATURE)).toBeLessThan(all);
});
