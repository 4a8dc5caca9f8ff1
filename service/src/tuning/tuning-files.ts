import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Context } from "../context.ts";

/** What a run leaves behind in the bucket `checkpoints`. */
export const CHECKPOINT = "adapter.safetensors";
export const CARD = "README.md";

type Objects = Pick<Context, "objects">;

const prefixOf = (runId: string) => `tuning/${runId}/`;

export async function writeTuningFile(
  { objects }: Objects,
  runId: string,
  name: typeof CHECKPOINT | typeof CARD,
  content: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const contentType = name === CARD ? "text/markdown; charset=utf-8" : "application/octet-stream";
  const body = Readable.from([content], { objectMode: false });
  await objects.put("checkpoints", prefixOf(runId) + name, body, { contentType, signal });
}

export async function openTuningFile(
  { objects }: Objects,
  runId: string,
  name: string,
): Promise<Readable | undefined> {
  return name === CHECKPOINT || name === CARD
    ? objects.get("checkpoints", prefixOf(runId) + name)
    : undefined;
}

export async function readCheckpoint(objects: Objects, runId: string): Promise<Buffer | undefined> {
  const content = await openTuningFile(objects, runId, CHECKPOINT);
  return content && buffer(content);
}

export async function deleteTuningFiles({ objects }: Objects, runId: string): Promise<void> {
  for await (const { key } of objects.list("checkpoints", prefixOf(runId)))
    await objects.delete("checkpoints", key);
}
