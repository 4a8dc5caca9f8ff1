import type { TuningEpoch } from "@cosmic/contract";

const HEIGHT = 8;
const MOST_COLUMNS = 60;
const LABEL = 8;

/** The loss on held-out pairs by epoch, ● where the adapter is from, and the lowest and highest loss beside it. */
export function plotLoss(epochs: readonly TuningEpoch[], best: number | null): string[] {
  if (epochs.length === 0) return [];
  const losses = epochs.map(({ validation_loss }) => validation_loss);
  const [lowest, highest] = [Math.min(...losses), Math.max(...losses)];
  const rowOf = (loss: number) =>
    highest === lowest ? 0 : Math.round(((highest - loss) / (highest - lowest)) * (HEIGHT - 1));
  const width = Math.min(MOST_COLUMNS, epochs.length);
  // Of more epochs than fit, the best one is never left out.
  const shown = Array.from({ length: width }, (_, i) => Math.floor((i * epochs.length) / width));
  const at = shown.findLastIndex((i) => (epochs[i]?.epoch ?? 0) <= (best ?? -1));
  if (at >= 0 && best !== null) shown[at] = epochs.findIndex(({ epoch }) => epoch === best);
  const lines = Array.from({ length: highest === lowest ? 1 : HEIGHT }, (_, row) => {
    const label = row === 0 ? highest : row === HEIGHT - 1 ? lowest : undefined;
    const points = shown.map((i) => {
      if (rowOf(losses[i] ?? 0) !== row) return " ";
      return epochs[i]?.epoch === best ? "●" : "·";
    });
    return `${(label?.toFixed(3) ?? "").padStart(LABEL)} │${points.join("")}`.trimEnd();
  });
  return [...lines, `${"epoch".padStart(LABEL)} └${"─".repeat(width)} ${epochs.at(-1)?.epoch}`];
}
