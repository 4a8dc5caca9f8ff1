import type { Config } from "../config.ts";
import type { ModelIdentity } from "../ports/embedders/embedder.ts";
import { indexIdOf, type ModelSettings } from "./identity.ts";
import type { IndexRow } from "./index-rows.ts";

/** The row of an index that is to be filled. */
export function newIndexRow(
  model: ModelIdentity,
  passages: Config["passages"],
  settings: ModelSettings,
): IndexRow {
  return {
    id: indexIdOf(model, passages),
    model: model.name,
    identity: { ...model, passages },
    settings,
    dimension: model.dimension,
    baseIndexId: null,
    tuningId: null,
    state: "building",
    activateWhenReady: false,
    builtDocuments: 0,
    documents: 0,
    builtUpTo: null,
    error: null,
    createdAt: new Date(),
    activatedAt: null,
  };
}
