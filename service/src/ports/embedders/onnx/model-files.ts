import { access, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import { CosmicError } from "../../../errors.ts";
import type { LocalIdentity } from "../embedder.ts";

/** A model on disk with everything that its own files say about how to use it. */
export interface ModelFiles {
  /** The weights, with a graph that takes texts of any lengths. */
  modelPath: string;
  /** The same model as a faster graph that takes no mask, and so no padding, where there is one beside it. */
  equalLengthsPath: string | undefined;
  tokenizer: object;
  tokenizerConfig: object;
  padId: number;
  /** All of the identity but what only the weights, the tokenizer and a run of the model can tell. */
  identity: Omit<LocalIdentity, "weights" | "dimension" | "specialTokens">;
  /** Components of a vector according to the model's configuration. */
  hiddenSize: number;
  /** First components of a vector that are wanted; all if undefined. */
  dimension?: number;
  /** Whether the model's own files say that so many components are enough (Matryoshka). */
  shortensTo: (dimension: number) => boolean;
}

/** In order of preference: batch-invariant int8 as this project makes it, then full precision. */
export const WEIGHT_FILES = ["onnx/model_int8.onnx", "onnx/model.onnx", "model.onnx"] as const;

const Modules = Type.Array(Type.Object({ path: Type.String(), type: Type.String() }));

const Pooling = Type.Object({
  pooling_mode_cls_token: Type.Optional(Type.Boolean()),
  pooling_mode_mean_tokens: Type.Optional(Type.Boolean()),
  pooling_mode_lasttoken: Type.Optional(Type.Boolean()),
  pooling_mode_max_tokens: Type.Optional(Type.Boolean()),
  pooling_mode_mean_sqrt_len_tokens: Type.Optional(Type.Boolean()),
  pooling_mode_weightedmean_tokens: Type.Optional(Type.Boolean()),
  // Newer files name the one mode instead of a flag for each.
  pooling_mode: Type.Optional(Type.String()),
  include_prompt: Type.Optional(Type.Boolean()),
});

const Config = Type.Object({
  hidden_size: Type.Integer(),
  max_position_embeddings: Type.Optional(Type.Integer()),
  pad_token_id: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  // As vLLM reads them too.
  is_matryoshka: Type.Optional(Type.Boolean()),
  matryoshka_dimensions: Type.Optional(Type.Array(Type.Integer())),
});
const SentenceConfig = Type.Object({
  max_seq_length: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
});
const Prompts = Type.Object({
  prompts: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))),
  default_prompt_name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

/**
 * Reads a model folder in the layout of sentence-transformers. Nothing is guessed: a folder that does not
 * say how its token vectors are pooled is refused.
 *
 * @param weightFile path of the ONNX file within the folder; the first of `WEIGHT_FILES` by default
 * @param maxTokens upper bound from the configuration; the model's own bound stands if it is lower
 */
export async function readModelFiles(
  folder: string,
  options: { name?: string; weightFile?: string | undefined; maxTokens?: number | undefined } = {},
): Promise<ModelFiles> {
  const modelPath = await findWeights(folder, options.weightFile);
  const config = await readJson(folder, "config.json", Config);
  const modules = await readJson(folder, "modules.json", Modules);
  const poolingPath = modules.find((module) => module.type.endsWith(".Pooling"))?.path;
  if (poolingPath === undefined) throw refused(folder, "modules.json names no pooling");
  const extra = modules.find((module) => !/\.(Transformer|Pooling|Normalize)$/.test(module.type));
  if (extra) throw refused(folder, `it has a module ${extra.type}, which is not supported`);
  const pooling = await readJson(folder, join(poolingPath, "config.json"), Pooling);
  const prefixes = readPrefixes(
    (await readOptional(folder, "config_sentence_transformers.json", Prompts)) ?? {},
  );
  if (pooling.include_prompt === false && Object.values(prefixes).some((prefix) => prefix !== "")) {
    throw refused(folder, "its pooling leaves the prompt out, which is not supported");
  }
  const sentence = await readOptional(folder, "sentence_bert_config.json", SentenceConfig);
  const own = sentence?.max_seq_length ?? config.max_position_embeddings;
  if (own === undefined)
    throw refused(
      folder,
      "neither its sentence_bert_config.json nor config.json says how long a text may be",
    );
  const equalLengthsPath = modelPath.replace(/\.onnx$/, ".equal_lengths.onnx");
  return {
    modelPath,
    equalLengthsPath: (await exists(equalLengthsPath)) ? equalLengthsPath : undefined,
    tokenizer: await readJson(folder, "tokenizer.json", Type.Object({})),
    tokenizerConfig: (await readOptional(folder, "tokenizer_config.json", Type.Object({}))) ?? {},
    padId: config.pad_token_id ?? 0,
    hiddenSize: config.hidden_size,
    shortensTo: (dimension) =>
      config.matryoshka_dimensions?.includes(dimension) ?? config.is_matryoshka ?? false,
    identity: {
      name: options.name ?? basename(folder),
      pooling: poolingMode(folder, pooling),
      normalize: modules.some((module) => module.type.endsWith(".Normalize")),
      maxTokens: Math.min(own, options.maxTokens ?? own),
      ...prefixes,
    },
  };
}

/** By the names that sentence-transformers gives the prompts of queries and documents, else its default prompt. */
function readPrefixes({ prompts = {}, default_prompt_name: name }: Static<typeof Prompts>) {
  const usual = name ? prompts[name] : undefined;
  const named = (...names: string[]) => names.map((it) => prompts[it]).find((it) => typeof it === "string");
  return {
    queryPrefix: named("query") ?? usual ?? "",
    documentPrefix: named("document", "passage", "corpus") ?? usual ?? "",
  };
}

/** @throws CosmicError `model_not_found` */
export async function findWeights(folder: string, wanted: string | undefined): Promise<string> {
  const candidates = wanted === undefined ? WEIGHT_FILES : [wanted];
  for (const file of candidates) {
    const path = join(folder, file);
    if (await exists(path)) return path;
  }
  const found = await readdir(folder).catch(() => undefined);
  if (found === undefined) throw new CosmicError("model_not_found", `There is no model folder ${folder}.`);
  throw new CosmicError(
    "model_not_found",
    `The model folder ${folder} has none of ${candidates.join(", ")}.`,
  );
}

function poolingMode(folder: string, config: Static<typeof Pooling>): LocalIdentity["pooling"] {
  const modes: LocalIdentity["pooling"][] = [];
  if (config.pooling_mode_mean_tokens || config.pooling_mode === "mean") modes.push("mean");
  if (config.pooling_mode_cls_token || config.pooling_mode === "cls") modes.push("cls");
  if (config.pooling_mode_lasttoken || config.pooling_mode === "lasttoken") modes.push("last");
  const [mode] = modes;
  if (mode === undefined || modes.length > 1) {
    throw refused(folder, "its pooling is none of mean, cls and last token");
  }
  return mode;
}

/** @throws CosmicError `invalid_configuration` where it is missing or has another form */
export async function readJson<S extends TSchema>(
  folder: string,
  file: string,
  schema: S,
): Promise<Static<S>> {
  const value = await readOptional(folder, file, schema);
  if (value === undefined) throw refused(folder, `it has no ${file}`);
  return value;
}

/** @throws CosmicError `invalid_configuration` where it has another form */
export async function readOptional<S extends TSchema>(
  folder: string,
  file: string,
  schema: S,
): Promise<Static<S> | undefined> {
  const path = join(folder, file);
  if (!(await exists(path))) return undefined;
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    // Checked as it is: a copy of a vocabulary, as `Value.Parse` makes, costs the start a tenth of a second.
    Value.Assert(schema, value);
    return value;
  } catch (cause) {
    throw refused(folder, `its ${file} cannot be read`, cause);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function refused(folder: string, reason: string, cause?: unknown): CosmicError {
  return new CosmicError("invalid_configuration", `The model in ${folder} cannot be used: ${reason}.`, {
    cause,
  });
}
