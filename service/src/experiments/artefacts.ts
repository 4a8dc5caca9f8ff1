import { Readable } from "node:stream";
import type { ExperimentKind } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { userPrefix } from "../users/object-prefix.ts";
import type { TextFile } from "./datasets/checked-lines.ts";
import type { ExperimentRow } from "./experiment-rows.ts";

/** What a run of each kind leaves behind: JSONL, a line for each thing that was measured. */
export const ARTEFACTS: Record<ExperimentKind, string> = {
  retrieval: "queries.jsonl",
  similarity: "pairs.jsonl",
  clustering: "texts.jsonl",
  throughput: "batches.jsonl",
};

type Owner = Pick<ExperimentRow, "id" | "userId" | "kind">;

/** What belongs to a user lies where an erasure looks for it. */
function keyOf({ id, userId, kind }: Owner): string {
  return `${userId === null ? "" : userPrefix(userId)}experiments/${id}/${ARTEFACTS[kind]}`;
}

/** @returns its size in bytes */
export async function writeArtefact(
  { objects }: Context,
  experiment: Owner,
  items: readonly unknown[],
  signal: AbortSignal,
): Promise<number> {
  let bytes = 0;
  const lines = function* () {
    for (const item of items) {
      const line = Buffer.from(`${JSON.stringify(item)}\n`);
      bytes += line.length;
      yield line;
    }
  };
  const body = Readable.from(lines(), { objectMode: false });
  await objects.put("checkpoints", keyOf(experiment), body, { contentType: "application/x-ndjson", signal });
  return bytes;
}

/** @throws CosmicError `artefact_not_found` */
export async function openArtefact({ objects }: Context, experiment: Owner, name: string): Promise<Readable> {
  const content =
    name === ARTEFACTS[experiment.kind] ? await objects.get("checkpoints", keyOf(experiment)) : undefined;
  if (content) return content;
  throw new CosmicError("artefact_not_found", `Experiment ${experiment.id} has no artefact "${name}".`);
}

/** The same, to be read line by line. */
export function artefactFile(context: Context, experiment: Owner): TextFile {
  const name = ARTEFACTS[experiment.kind];
  return { name, open: () => openArtefact(context, experiment, name) };
}

export async function deleteArtefact({ objects }: Context, experiment: Owner): Promise<void> {
  await objects.delete("checkpoints", keyOf(experiment));
}
