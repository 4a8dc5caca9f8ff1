import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Config } from "../config.ts";
import type { ModelIdentity } from "../ports/embedders/embedder.ts";
import { providerOf } from "../ports/embedders/providers/provider-of.ts";
import type { IndexRow } from "./index-rows.ts";

/** By which a model is opened: the part of the configuration that an index remembers. */
export const ModelSettings = Type.Object({
  model: Type.String(),
  modelFile: Type.Optional(Type.String()),
  dimension: Type.Optional(Type.Integer()),
  maxTokens: Type.Integer(),
  /** Where a model openai/… runs, if not at OpenAI. */
  baseUrl: Type.Optional(Type.String()),
});
export type ModelSettings = Static<typeof ModelSettings>;

/** The id of the one index that holds vectors of exactly this model with exactly these passages. */
export function indexIdOf(model: ModelIdentity, passages: Config["passages"]): string {
  const identity = JSON.stringify({ ...model, passages });
  return `idx_${createHash("sha256").update(identity).digest("hex").slice(0, 12)}`;
}

/** False if the model was exchanged under its name since the index was made. */
export function isModelOf({ identity }: Pick<IndexRow, "identity">, model: ModelIdentity): boolean {
  const { passages: _, ...known } = identity;
  // As the row holds it: without what is undefined.
  return isDeepStrictEqual(known, JSON.parse(JSON.stringify(model)));
}

export function settingsOf({ embedding }: Pick<Config, "embedding">): ModelSettings {
  const { model, modelFile, dimension, maxTokens, baseUrl } = embedding;
  return {
    model,
    maxTokens,
    ...(modelFile === undefined ? {} : { modelFile }),
    ...(dimension === undefined ? {} : { dimension }),
    ...(baseUrl === undefined || providerOf(model) !== "openai" ? {} : { baseUrl }),
  };
}

/** Settings of a row; one of before there could be two models knows the name of its own only. */
export function rowSettings(row: IndexRow, { embedding }: Pick<Config, "embedding">): ModelSettings {
  if (Value.Check(ModelSettings, row.settings)) return row.settings;
  return { model: row.model, maxTokens: embedding.maxTokens };
}

/** The configuration with another model in it. */
export function withModel(config: Config, settings: ModelSettings): Config {
  const { model, modelFile, dimension, maxTokens, baseUrl } = settings;
  return { ...config, embedding: { ...config.embedding, model, modelFile, dimension, maxTokens, baseUrl } };
}
