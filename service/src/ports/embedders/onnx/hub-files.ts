import { readFile } from "node:fs/promises";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { CosmicError } from "../../../errors.ts";
import type { HubFile } from "./hub-client.ts";
import { WEIGHT_FILES } from "./model-files.ts";

const Modules = Type.Array(Type.Object({ path: Type.String(), type: Type.String() }));

/** What a repository must have beside its weights, by what the model is for. */
export const DESCRIBED_BY = {
  embedder: ["config.json", "tokenizer.json", "modules.json"],
  "cross-encoder": ["config.json", "tokenizer.json"],
} as const;
export type ModelKind = keyof typeof DESCRIBED_BY;

const OPTIONAL = ["tokenizer_config.json", "sentence_bert_config.json", "config_sentence_transformers.json"];

/** The ONNX file, last, and before it the files beside it that hold its tensors, if it has any. */
export function weightFiles(
  name: string,
  listing: readonly HubFile[],
  wanted: string | undefined,
): HubFile[] {
  const candidates = wanted === undefined ? WEIGHT_FILES : [wanted];
  const paths = new Map(listing.map((file) => [file.path, file]));
  const weights = candidates.map((path) => paths.get(path)).find((file) => file !== undefined);
  if (!weights) throw noWeights(name, listing, candidates);
  return [...listing.filter((file) => isDataOf(weights.path, file.path)), weights];
}

/** The two names that exporters give: `model.onnx_data` (with a number if there are several), `model.onnx.data`. */
function isDataOf(weights: string, path: string): boolean {
  return path.startsWith(weights) && /^(_data(_\d+)?|\.data)$/.test(path.slice(weights.length));
}

/**
 * The files that say how the weights are used. Only `modules.json` knows where the one about pooling is.
 *
 * @param fetch stores a file and returns its path on this machine
 */
export async function describingFiles(
  name: string,
  kind: ModelKind,
  listing: readonly HubFile[],
  fetch: (file: HubFile) => Promise<string>,
): Promise<HubFile[]> {
  const required = (path: string): HubFile => {
    const file = listing.find((entry) => entry.path === path);
    if (!file) throw missing(name, kind, path);
    return file;
  };
  const files = DESCRIBED_BY[kind].map(required);
  const pooling = kind === "embedder" && (await poolingPath(name, await fetch(required("modules.json"))));
  if (pooling) files.push(required(`${pooling.replace(/\/+$/, "")}/config.json`));
  return [...files, ...listing.filter((file) => OPTIONAL.includes(file.path))];
}

async function poolingPath(name: string, file: string): Promise<string | undefined> {
  try {
    const modules = Value.Parse(Modules, JSON.parse(await readFile(file, "utf8")));
    return modules.find((module) => module.type.endsWith(".Pooling"))?.path;
  } catch (cause) {
    throw new CosmicError(
      "model_not_found",
      `The modules.json of ${name} cannot be read. Name another model of the sentence-transformers layout.`,
      { cause },
    );
  }
}

function missing(name: string, kind: ModelKind, path: string): CosmicError {
  if (kind === "cross-encoder") {
    const message = `The repository ${name} has no ${path}. Name a cross-encoder that has its tokenizer beside it.`;
    return new CosmicError("model_not_found", message);
  }
  return new CosmicError(
    "model_not_found",
    `The repository ${name} has no ${path}, so it does not say how its vectors are made. Name a repository of the sentence-transformers layout.`,
  );
}

function noWeights(name: string, listing: readonly HubFile[], candidates: readonly string[]): CosmicError {
  const others = listing.map((file) => file.path).filter((path) => path.endsWith(".onnx"));
  const advice =
    others.length > 0
      ? `It has ${others.join(", ")}: set EMBEDDING_MODEL_FILE (RERANKER_MODEL_FILE for a re-ranker) to one of them, or name another model.`
      : "Name another model, or export this one to ONNX and name its folder.";
  return new CosmicError(
    "model_not_found",
    `The repository ${name} has no ONNX weights under ${candidates.join(", ")}. ${advice}`,
  );
}
