import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { ROOT } from "../../../config.ts";
import { CosmicError } from "../../../errors.ts";
import type { Ask } from "../../../outgoing/ask.ts";
import { type DownloadProgress, downloadModel } from "./hub.ts";
import type { ModelKind } from "./hub-files.ts";

export interface WantedModel {
  /** Name of the variable that names it, for messages. */
  setting: string;
  kind: ModelKind;
  model: string;
  /** Path of the ONNX file within the model. */
  modelFile: string | undefined;
  hubUrl: string;
  hubToken: string | undefined;
  ask: Ask;
  /** Downloads are kept in it. */
  dataFolder: string;
}

/**
 * The folder of a model: a name in `models/`, a folder, or `owner/name` with an optional `@revision` on the hub.
 *
 * @returns also the name it has on the hub, if it is from there
 *
 * @throws CosmicError `model_not_found`, `model_unreachable`
 */
export async function findModelFolder(
  wanted: WantedModel,
  onProgress: DownloadProgress,
): Promise<{ folder: string; name?: string }> {
  const { setting, kind, model, modelFile, hubUrl, hubToken, ask, dataFolder } = wanted;
  const shipped = join(ROOT, "models", model.replace(/^sentence-transformers\//, ""));
  if (existsSync(join(shipped, "config.json"))) return { folder: shipped };
  const folder = isAbsolute(model) ? model : resolve(ROOT, model);
  if (existsSync(folder)) return { folder };
  const hubName = /^(?<name>[\w.-]+\/[\w.-]+)(@(?<revision>[\w./-]+))?$/.exec(model)?.groups;
  if (!hubName?.name || model.startsWith(".")) {
    throw new CosmicError(
      "model_not_found",
      `${setting} "${model}" is neither a model in models/, nor a folder, nor a name like owner/model on the hub.`,
    );
  }
  const cached = await downloadModel({
    kind,
    name: hubName.name,
    revision: hubName.revision ?? "main",
    cacheFolder: join(dataFolder, "models"),
    hubUrl,
    token: hubToken,
    ask,
    weightFile: modelFile,
    onProgress,
  });
  return { folder: cached, name: hubName.name };
}
