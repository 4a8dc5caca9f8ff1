import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { writeAdapter } from "./adapter/adapter.ts";
import { type CardRun, writeCard } from "./card.ts";
import type { TrainingResult } from "./training/train-on-thread.ts";
import { CARD, CHECKPOINT, writeTuningFile } from "./tuning-files.ts";
import type { TuningRow } from "./tuning-rows.ts";

/** Puts checkpoint and card into the store. */
export async function storeAdapter(
  context: Context,
  run: TuningRow & CardRun,
  { adapter, compared }: TrainingResult,
  signal: AbortSignal,
): Promise<Pick<TuningRow, "sha256" | "checkpointBytes" | "cardBytes">> {
  const checkpoint = writeAdapter(adapter, { run: run.id, base: run.baseModel, base_index: run.baseIndexId });
  const sha256 = createHash("sha256").update(checkpoint).digest("hex");
  const card = Buffer.from(writeCard(run, compared, sha256));
  await writeTuningFile(context, run.id, CHECKPOINT, checkpoint, signal);
  await writeTuningFile(context, run.id, CARD, card, signal);
  return { sha256, checkpointBytes: checkpoint.length, cardBytes: card.length };
}
