import type { BuildIndex } from "@cosmic/contract";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { prepareEmbedder } from "../ports/embedders/create.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import { type ModelSettings, settingsOf, withModel } from "./identity.ts";

/** A model that an index is, or may be, built for. */
export interface WantedModel extends AsyncDisposable {
  model: Embedder;
  passages: Config["passages"];
  settings: ModelSettings;
}

type Wanted = Pick<BuildIndex, "model" | "model_file" | "dimension" | "passage_tokens">;

/**
 * Opens the model that a request names; what it does not name is as configured.
 *
 * @throws CosmicError `invalid_value` if there is no such model, or it cannot be used so; whatever else loading it throws
 */
export async function openWanted(
  { config, metering }: Pick<Context, "config" | "metering">,
  wanted: Wanted,
): Promise<WantedModel> {
  const settings = settingsFor(config, wanted);
  const passages = { ...config.passages, size: wanted.passage_tokens ?? config.passages.size };
  try {
    const prepared = await prepareEmbedder(withModel(config, settings), () => {});
    const model = await prepared.open(metering);
    return { model, passages, settings, [Symbol.asyncDispose]: () => model.close() };
  } catch (fault) {
    throw wanted.model === undefined ? fault : inRequest(fault);
  }
}

function settingsFor(config: Config, wanted: Wanted): ModelSettings {
  const { model, model_file: modelFile, dimension } = wanted;
  if (model === undefined) return settingsOf(config);
  return settingsOf({ embedding: { ...config.embedding, model, modelFile, dimension } });
}

/** The codes of these faults speak of a configuration; here it is the request that names what cannot be had. */
function inRequest(fault: unknown): unknown {
  if (!(fault instanceof CosmicError)) return fault;
  if (fault.code === "model_not_found" || fault.code === "invalid_configuration") {
    return new CosmicError("invalid_value", fault.message, { field: "/model", cause: fault });
  }
  if (fault.code !== "dimension_mismatch") return fault;
  const message = fault.message.replace("EMBEDDING_DIMENSION", "The dimension");
  return new CosmicError("invalid_value", message, { field: "/dimension", cause: fault });
}
