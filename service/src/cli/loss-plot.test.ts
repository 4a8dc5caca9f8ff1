import { expect, it } from "vitest";
import { plotLoss } from "./loss-plot.ts";

const curve = (losses: readonly number[]) =>
  losses.map((validation_loss, epoch) => ({ epoch, training_loss: null, validation_loss }));

it("draws the curve with its bounds and its best epoch", () => {
  expect(plotLoss(curve([4, 2, 0.5, 1]), 2)).toEqual([
    "   4.000 │·",
    "         │",
    "         │",
    "         │",
    "         │ ·",
    "         │",
    "         │   ·",
    "   0.500 │  ●",
    "   epoch └──── 3",
  ]);
});

it("shows the best of more epochs than fit, a flat curve, and none", () => {
  const many = Array.from({ length: 200 }, (_, i) => Math.abs(i - 101) + 1);
  expect(plotLoss(curve(many), 101).join("\n")).toContain("●");
  expect(plotLoss(curve([2, 2]), 0)).toEqual(["   2.000 │●·", "   epoch └── 1"]);
  expect(plotLoss([], null)).toEqual([]);
});
