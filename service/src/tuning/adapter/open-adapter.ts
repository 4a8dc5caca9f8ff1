import { createHash } from "node:crypto";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import type { IndexRow } from "../../models/index-rows.ts";
import type { Embedder } from "../../ports/embedders/embedder.ts";
import { readCheckpoint } from "../tuning-files.ts";
import { AdaptedEmbedder } from "./adapted-embedder.ts";
import { readAdapter } from "./adapter.ts";

/**
 * The model of an index whose queries go through an adapter.
 *
 * @throws CosmicError `model_not_found` if the checkpoint is gone, `damaged_checkpoint`, `objects_unavailable`
 */
export async function openAdapter(
  objects: Pick<Context, "objects">,
  { id, tuningId }: Pick<IndexRow, "id" | "tuningId">,
  base: Embedder,
): Promise<Embedder> {
  const file = tuningId === null ? undefined : await readCheckpoint(objects, tuningId);
  if (!file)
    throw new CosmicError("model_not_found", `The adapter of index ${id} is not in the store any more.`);
  const sha256 = createHash("sha256").update(file).digest("hex");
  return new AdaptedEmbedder(base, readAdapter(file, base.identity.dimension), sha256);
}
